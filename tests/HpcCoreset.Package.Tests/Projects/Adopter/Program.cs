using System;
using System.Linq;
using HpcCoreset;
using HpcCoreset.Extensions.AI;
using HpcCoreset.Training;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;
using Microsoft.Extensions.AI;

var rows = new EmbeddingRows<string>();
rows.Add("a", new float[] { 1, 0 });
rows.Add("b", new float[] { 1, 0.1f });
rows.Add("c", new Embedding<float>(new float[] { 0.8f, 0.6f }));
var query = new float[] { 0.9f, 0.45f };

using (var selector = new MmrSelector(new MmrOptions { Size = 2 }))
    Console.WriteLine("picked " + string.Join(", ", selector.Select(rows, query).ToArray().Select(pick => pick.Id)));

// A kernel that the generator writes here: the row farthest from the last.
using (var selector = new ClusteringCoresetSelector<Pair>(new ClusteringCoresetOptions { Size = 2, Method = ClusteringCoresetMethod.KCenter, FirstRow = 2 }))
    Console.WriteLine("picked " + string.Join(", ", rows.Name(selector.Select(rows.AsPoints())).ToArray().Select(pick => pick.Id)));

var random = new Random(1);
var labels = Enumerable.Range(0, 200).Select(i => i % 2).ToArray();
var values = labels.SelectMany(label => new[] { label + random.NextSingle(), label - random.NextSingle() }).ToArray();
var data = new LabelledData(values, labels, ExampleShape.Vector(2));
using (var network = new Network(NetworkDesign.Mlp(2, 2, new[] { 8 }), seed: 1))
using (var run = new TrainingRun(network, data, data, new TrainingOptions { Epochs = 20, BatchSize = 20, Trainer = new CraigTrainerOptions(), Budget = 0.5 }))
{
    run.Run();
    Console.WriteLine(run.Curve[run.Curve.Length - 1].TestAccuracy > 0.9 ? "learnt" : "learnt nothing");
}
Console.WriteLine("done");

[CoresetKernel<SquaredEuclidean>(2)]
internal readonly partial struct Pair { }
