namespace AttentionKit.Lessons.Tests;

/// <summary>Tests with nothing beside them: lessons 08 and 09 measure what the process allocates.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
