namespace AttentionKit;

/// <summary>How much of a tile of scores a mask leaves as it is.</summary>
internal enum Coverage
{
    /// <summary>Every score is hidden: the tile can be left out.</summary>
    None,

    /// <summary>Some scores are hidden or have a bias.</summary>
    Some,

    /// <summary>No score is changed.</summary>
    Full,
}
