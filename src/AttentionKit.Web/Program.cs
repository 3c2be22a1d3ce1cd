using System.Runtime.Versioning;
using AttentionKit.Web;

[assembly: SupportedOSPlatform("browser")]

LaterAssemblies.Install();
