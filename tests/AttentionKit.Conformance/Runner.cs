namespace AttentionKit.Conformance;

/// <summary>Runs every case file of some folders through the kit and says which agree with the published
/// outputs.</summary>
internal static class Runner
{
    /// <summary>A line a case, then the totals.</summary>
    /// <returns>0 when nothing failed, 1 when something did, 2 when there was nothing to run.</returns>
    public static int Run(string[] folders, TextWriter output, TextWriter error)
    {
        if (folders.Length == 0)
            return Refuse(
                error,
                    "Give at least one folder of case files: dotnet run --project tests/AttentionKit.Conformance -- "
                    + "DIR [DIR…]");
        var files = new List<string>();
        foreach (var folder in folders)
        {
            if (!Directory.Exists(folder))
                return Refuse(error, $"There is no folder {folder}. Give a folder that holds case files (*.json).");
            var found = Directory.GetFiles(folder, "*.json");
            if (found.Length == 0)
                return Refuse(error, $"The folder {folder} holds no case files (*.json).");
            files.AddRange(found.Order(StringComparer.Ordinal));
        }
        return Report(files, output);
    }

    private static int Report(List<string> files, TextWriter output)
    {
        int passed = 0, failed = 0, unsupported = 0;
        foreach (var file in files)
        {
            var verdict = Judge(file);
            if (verdict.StartsWith("passed", StringComparison.Ordinal)) passed++;
            else if (verdict.StartsWith("failed", StringComparison.Ordinal)) failed++;
            else unsupported++;
            output.WriteLine($"{Path.GetFileNameWithoutExtension(file)}: {verdict}");
        }
        output.WriteLine($"{passed} passed, {failed} failed, {unsupported} not supported");
        return failed == 0 ? 0 : 1;
    }

    private static string Judge(string file)
    {
        try
        {
            var @case = Case.Read(file);
            return Comparison.Of(@case.Outputs, Operator.Run(@case)).Verdict;
        }
        catch (NotSupportedException e)
        {
            return $"not supported: {e.Message}";
        }
        catch (InvalidDataException e)
        {
            return $"failed: malformed case file: {e.Message}";
        }
#pragma warning disable CA1031 // One bad case, whatever is wrong with it, must not hide the verdicts on the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return $"failed: {e.GetType().Name}: {e.Message}";
        }
    }

    private static int Refuse(TextWriter error, string message)
    {
        error.WriteLine(message);
        return 2;
    }
}
