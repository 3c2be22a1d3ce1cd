return await AttentionKit.Kernel.Commands.KernelCommand.RunAsync(args, Console.Out, Console.Error);
