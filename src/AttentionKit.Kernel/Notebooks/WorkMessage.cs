using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace AttentionKit.Kernel.Notebooks;

/// <summary>What a run and the process of a notebook tell each other.</summary>
[JsonDerivedType(typeof(OpenNotebook), "open")]
[JsonDerivedType(typeof(RunCell), "run")]
[JsonDerivedType(typeof(StopCell), "stop")]
[JsonDerivedType(typeof(Finish), "finish")]
[JsonDerivedType(typeof(CellGave), "gave")]
[JsonDerivedType(typeof(CellDone), "done")]
[JsonDerivedType(typeof(Finished), "finished")]
internal abstract record WorkMessage;

/// <summary>To the process: the cells of a notebook in this folder follow.</summary>
internal sealed record OpenNotebook(string Folder) : WorkMessage;

/// <summary>To the process: run this cell, the next one.</summary>
internal sealed record RunCell(int Number, string Code) : WorkMessage;

/// <summary>To the process: stop this cell if it still runs.</summary>
internal sealed record StopCell(int Number) : WorkMessage;

/// <summary>To the process: that was the last cell.</summary>
internal sealed record Finish : WorkMessage;

/// <summary>From the process: a Jupyter message of a cell, this one or an earlier one.</summary>
internal sealed record CellGave(int Number, string Type, JsonObject Content) : WorkMessage;

/// <summary>From the process: the cell has ended.</summary>
internal sealed record CellDone(int Number, CellFault? Fault) : WorkMessage;

/// <summary>From the process: all that the cells gave is sent.</summary>
/// <param name="IsClean">Whether nothing is left of them, so that another notebook can run here.</param>
internal sealed record Finished(bool IsClean) : WorkMessage;

/// <summary>Why a cell failed, in short: how it looks is among its outputs.</summary>
internal sealed record CellFault(string Name, string Message, int? Line);
