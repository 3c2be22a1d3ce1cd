namespace AttentionKit.Session.Tests;

/// <summary>Tests that change what the process has once: registered formatters, the current folder.</summary>
[CollectionDefinition(nameof(ProcessWide), DisableParallelization = true)]
public sealed class ProcessWide;
