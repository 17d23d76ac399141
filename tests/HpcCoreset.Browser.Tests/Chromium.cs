using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

namespace HpcCoreset.Browser.Tests;

/// <summary>The system's Chromium, without a window. Where there is none, tests are skipped on a developer's machine and fail in the gate.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string PathVariable = "CHROMIUM";
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>What is missing, or nothing.</summary>
    public static string? Missing => File.Exists(Executable) ? null : $"no Chromium: install the package chromium, or say in {PathVariable} where it is";

    /// <summary>Whether a test that cannot run may be skipped.</summary>
    public static bool MaySkip => Environment.GetEnvironmentVariable("CI") != "true";

    private static string? Executable => Environment.GetEnvironmentVariable(PathVariable) ?? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => (string[])[Path.Combine(folder, "chromium"), Path.Combine(folder, "chromium-browser"), Path.Combine(folder, "google-chrome")])
        .FirstOrDefault(File.Exists);

    public async Task InitializeAsync()
    {
        if (Missing is not null) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
        _playwright?.Dispose();
    }

    /// <summary>Opens a file as a reader would.</summary>
    /// <param name="file">The file.</param>
    /// <param name="scheme">What the reader's system is set to.</param>
    /// <param name="width">How wide the window is.</param>
    /// <param name="runsScripts">Whether the browser runs scripts at all.</param>
    public async Task<OpenPage> Open(string file, ColorScheme scheme = ColorScheme.Light, int width = 1000, bool runsScripts = true)
    {
        if (_browser is null) Assert.Fail(Missing);
        IBrowserContext context = await _browser.NewContextAsync(new()
        {
            ColorScheme = scheme,
            JavaScriptEnabled = runsScripts,
            ViewportSize = new() { Width = width, Height = 900 },
        });
        var open = new OpenPage(await context.NewPageAsync());
        await open.Page.GotoAsync(new Uri(file).AbsoluteUri);
        return open;
    }
}
