using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.Playwright;

namespace HpcCoreset.Browser.Tests;

/// <summary>A page in a browser, and what it complained about or asked for.</summary>
public sealed class OpenPage : IAsyncDisposable
{
    /// <summary>Listens to a page.</summary>
    /// <param name="page">The page; owned, with its context.</param>
    public OpenPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") Complaints.Add(message.Text);
        };
        page.PageError += (_, error) => Complaints.Add(error);
        page.Dialog += async (_, dialog) =>
        {
            Complaints.Add($"dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
        page.Request += (_, request) => Requests.Add(request.Url);
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of the console, exceptions and dialogs.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>What was asked for, the page itself first.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Where notes appear.</summary>
    public ILocator Tip => Page.Locator(".tip");

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
