// C# in the colours of its syntax, near enough while it is typed.
const keywords = new Set(("abstract and as async await base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit " +
  "extern false field file finally fixed float for foreach from get global goto group if implicit in init int interface internal into is join let lock long nameof namespace new not null " +
  "object on operator or orderby out override params partial private protected public readonly record ref required return sbyte scoped sealed select set short sizeof stackalloc static " +
  "string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using var virtual void volatile when where while with yield").split(" "));

const token = new RegExp([
  "(?<comment>//[^\\n]*|/\\*[\\s\\S]*?(?:\\*/|$))",
  "(?<directive>^[ \\t]*#[^\\n]*)",
  "(?<string>\\$*\"\"\"[\\s\\S]*?(?:\"\"\"|$)|[$@]*@[$@]*\"(?:[^\"]|\"\")*(?:\"|$)|\\$?\"(?:[^\"\\\\\\n]|\\\\.)*(?:\"|$)|'(?:[^'\\\\\\n]|\\\\.)+')",
  "(?<number>\\b(?:0[xXbB][0-9a-fA-F_]+|[0-9][0-9_]*(?:\\.[0-9_]+)?(?:[eE][+-]?[0-9]+)?)[fFdDmMuUlL]*)",
  "(?<word>@?[\\p{L}_][\\p{L}\\p{N}_]*)(?=(?<called>\\s*\\()?)",
].join("|"), "gmu");

// Elements and texts for a piece of code.
export function coloured(code) {
  const parts = [];
  let end = 0;
  for (const { 0: matched, index, groups } of code.matchAll(token)) {
    const kind = kindOf(groups);
    if (!kind || matched === "") continue;
    const span = document.createElement("span");
    span.className = kind;
    span.textContent = matched;
    parts.push(code.slice(end, index), span);
    end = index + matched.length;
  }
  parts.push(code.slice(end));
  return parts;
}

function kindOf({ comment, directive, string, number, word, called }) {
  if (comment !== undefined) return "comment";
  if (directive !== undefined) return "directive";
  if (string !== undefined) return "string";
  if (number !== undefined) return "number";
  if (keywords.has(word)) return "keyword";
  return called === undefined ? undefined : "call";
}
