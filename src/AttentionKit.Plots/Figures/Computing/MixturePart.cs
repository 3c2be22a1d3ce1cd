using AttentionKit.Plots.Matrices;
using AttentionKit.Plots.Tables;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>What one query takes from each key: what of it is shown.</summary>
/// <param name="Query">The token that looks.</param>
/// <param name="Weights">[nShown × 1], 0 … 1.</param>
/// <param name="Values">[nShown × nFeatures]: the value of each key; of others together, their mean by weight.</param>
/// <param name="Taken">[nShown × nFeatures]: weight times value. The rows sum to the output.</param>
/// <param name="Output">[1 × nFeatures]</param>
/// <param name="NFeatures">All, shown or not.</param>
internal sealed record MixturePart(
    string Query, LabelledMatrix Weights, LabelledMatrix Values, LabelledMatrix Taken, LabelledMatrix Output,
        int NFeatures)
{
    private const int MostKeys = 12, MostFeatures = 8, MostSaid = 4;
    private const float Smallest = 0.005f; // what two decimals show

    internal static MixturePart Of(AttentionSteps steps, LabelledMatrix values, int query, string name)
    {
        var all = steps.Weights.Row(query);
        var own = all.Count > MostKeys ? MostKeys - 1 : all.Count;
        int[] ranked = [.. Enumerable.Range(0, all.Count).OrderByDescending(key => all[key])],
            shown = [.. ranked.Take(own).Order()];
        var features = Math.Min(MostFeatures, values.Columns.Count);
        List<string> rows = [.. shown.Select(key => values.Rows[key])];
        List<float> weights = [.. shown.Select(key => all[key])];
        List<Vector<float>> vectors = [.. shown.Select(key => steps.Values.Row(key, 0, features))];
        if (own < all.Count) AddOthers(ranked[own..]);
        var labels = values with
        {
            Columns = [.. values.Columns.Take(features)],
            Rows = rows,
            Sentence = "value of “{0}”, {1}: {2}"
        };
        var matrix = Matrix<float>.Build.DenseOfRowVectors(vectors);
        var column = Matrix<float>.Build.Dense(rows.Count, 1, [.. weights]);
        return new(
            name,
            new(column, rows, ["weight"], ColorScale.Sequential) { Unit = "weight", Sentence = "{1} of “{0}”: {2}" },
            labels with { Matrix = matrix },
            labels with
            {
                Matrix = matrix.MapIndexed((key, _, value) => weights[key] * value),
                Sentence = "weight · value of “{0}”, {1}: {2}"
            },
            labels with
            {
                Matrix = steps.Output.SubMatrix(query, 1, 0, features),
                Rows = ["output"],
                Sentence = "{0}, {1}: {2}"
            },
            values.Columns.Count);

        void AddOthers(int[] others)
        {
            var weight = others.Sum(key => all[key]);
            var taken = others.Select(key => steps.Values.Row(key, 0, features) * all[key]).Aggregate((sum, one) =>
                sum + one);
            rows.Add(Words.Count(others.Length, "other"));
            weights.Add(weight);
            vectors.Add(weight == 0 ? taken : taken / weight);
        }
    }

    /// <summary>"output of “sat” = 0.55·V[“cat”] + 0.23·V[“mat”] + …", the largest first.</summary>
    internal string Sentence => $"output of “{TokenLabel.Short(Query)}” = {Sum()}";

    private string Sum()
    {
        int[] said = [.. Enumerable.Range(0, Weights.Rows.Count).Where(key => Weights[key, 0] >= Smallest)
            .OrderByDescending(key => Weights[key, 0]).Take(MostSaid)];
        if (Weights.Entries.Values.Any(float.IsNaN)) return "NaN: its weights are no numbers";
        if (Weights.Entries.Values.All(weight => weight == 0)) return "0: it sees no key";
        var terms = said.Select(key =>
            $"{Numbers.Text(Weights[key, 0], "0.00")}·V[“{TokenLabel.Short(Weights.Rows[key])}”]");
        return string.Join(" + ", terms)
            + (Weights.Entries.Values.Count(weight => weight != 0) > said.Length ? " + …" : "");
    }

    internal string LeftOut =>
        NFeatures == Values.Columns.Count ? ""
            : $" Shown are the first {Values.Columns.Count} of {NFeatures} features.";

    internal PlainTable Table(string title) => new(
        title, ["key", "weight", .. Taken.Columns.Select(column => $"weight · value, {column}")],
        [
            .. Taken.Rows.Select((row, key) =>
                (string[])[TokenLabel.Short(row), Weights.Text(key, 0), .. Row(Taken, key)]),
            ["sum: output", Numbers.Text(Weights.Entries.Values.Sum(), "0.00"), .. Row(Output, 0)],
        ]);

    private static IEnumerable<string> Row(LabelledMatrix data, int row) =>
        Enumerable.Range(0, data.Columns.Count).Select(column => data.Text(row, column));
}
