namespace AttentionKit.Lessons.Tests;

/// <summary>Tests with nothing beside them: lessons 08 to 10 measure what the process allocates.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
