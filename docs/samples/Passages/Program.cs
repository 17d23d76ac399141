using System;
using System.Threading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// A search that answers with ten passages of which no two say the same: GET /passages/17/similar. With ?diverse=false it answers with the nearest
// ten, so that a load test tells what picking again costs. GET /memory: collections so far, and bytes allocated.
const int Candidates = 200, Keep = 10;
var store = new PassageStore(count: 5_000, dimension: 384, topics: 100);
using var diversifiers = new ThreadLocal<Diversifier>(() => new(store, Candidates, Keep), trackAllValues: true);

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
WebApplication app = builder.Build();

app.MapGet("/passages/{passage:int}/similar", (int passage, bool? diverse) =>
{
    if (passage < 0 || passage >= store.Count) return Results.NotFound();
    var kept = new int[Keep];
    diversifiers.Value!.Find(passage, diverse ?? true, kept);
    return Results.Text($"[{string.Join(',', kept)}]", "application/json");
});
app.MapGet("/memory", () => Results.Text(
    $$"""{"gen0":{{GC.CollectionCount(0)}},"gen1":{{GC.CollectionCount(1)}},"gen2":{{GC.CollectionCount(2)}},"allocated":{{GC.GetTotalAllocatedBytes()}}}""",
    "application/json"));

await app.StartAsync();
Console.WriteLine(string.Join(' ', app.Urls));
await ((IHost)app).WaitForShutdownAsync();
foreach (Diversifier diversifier in diversifiers.Values) diversifier.Dispose();
