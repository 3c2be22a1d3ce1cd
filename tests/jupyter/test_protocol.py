"""The kernel as Jupyter's own clients see it: first jupyter_kernel_test's conformance tests, then what they leave out."""
import os
import signal
import tempfile
import time
import unittest
from queue import Empty

import jupyter_kernel_test
from jupyter_client.manager import start_new_kernel

KERNEL = os.environ["KERNEL"]
PATIENCE = 120


class Conformance(jupyter_kernel_test.KernelTests):
    # test_pager does not apply: the kernel has no pager, and front ends no longer want one.
    kernel_name = KERNEL
    language_name = "csharp"
    file_extension = ".cs"
    code_hello_world = 'Console.WriteLine("hello, world");'
    code_stderr = 'Console.Error.WriteLine("oops");'
    completion_samples = [{"text": "Console.WriteL", "matches": {"WriteLine"}}, {"text": "Enumerable.Repe", "matches": {"Repeat"}}]
    complete_code_samples = ["1 + 1", "var x = 1;", "void F() { }"]
    incomplete_code_samples = ["void F() {", "1 +", "if (true)"]
    invalid_code_samples = ["1 ) 2", "int = ;"]
    code_generate_error = 'throw new InvalidOperationException("no");'
    code_execute_result = [{"code": "1 + 2 + 3", "result": "6"}, {"code": '"a" + "b"', "result": "ab"}]
    code_display_data = [{"code": 'display(HTML("<b>bold</b>"));', "mime": "text/html"}]
    code_history_pattern = "1*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Console"
    code_clear_output = "clear();"


class OneKernel(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.manager, cls.client = start_new_kernel(kernel_name=KERNEL, startup_timeout=PATIENCE)

    @classmethod
    def tearDownClass(cls):
        cls.client.stop_channels()
        cls.manager.shutdown_kernel()

    def run_cell(self, code, **options):
        """Runs a cell; gives the reply and what was published, without status."""
        return self.collect(self.client.execute(code, **options))

    def collect(self, request):
        published = []
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["content"].get("execution_state") == "idle":
                break
            if message["msg_type"] != "status":
                published.append((message["msg_type"], message["content"]))
        return self.reply(request)["content"], published

    def reply(self, request):
        while True:
            message = self.client.get_shell_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == request:
                return message


class Protocol(OneKernel):
    def interrupt_when_started(self, code):
        request = self.client.execute(f'Console.WriteLine("started");\n{code}')
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["msg_type"] == "stream" and message["parent_header"]["msg_id"] == request:
                break
        self.manager.interrupt_kernel()
        return request

    def test_first_execution_count_is_one(self):
        manager, client = start_new_kernel(kernel_name=KERNEL, startup_timeout=PATIENCE)
        reply = client.execute("5", reply=True, timeout=PATIENCE)
        self.assertEqual(1, reply["content"]["execution_count"])
        client.stop_channels()
        manager.shutdown_kernel()
        self.assertFalse(manager.is_alive())

    def test_every_endless_cell_is_interrupted_and_variables_stay(self):
        self.run_cell("var kept = 7;")
        for endless in ("while (true) ;", "System.Threading.Thread.Sleep(-1);", "Task.Delay(-1).Wait();", "await Task.Delay(-1);"):
            with self.subTest(endless):
                self.assertEqual("error", self.collect(self.interrupt_when_started(endless))[0]["status"])
                self.assertEqual("7", self.run_cell("kept")[1][-1][1]["data"]["text/plain"])

    def test_runaway_recursion_and_strays_are_errors_and_variables_stay(self):
        self.run_cell("var kept = 7;")
        reply, _ = self.run_cell("int Down(int n) => Down(n + 1) + 1; Down(0)")
        self.assertEqual("InsufficientExecutionStackException", reply["ename"])
        reply, published = self.run_cell('new System.Threading.Thread(() => throw new Exception("stray")).Start(); System.Threading.Thread.Sleep(1000);')
        self.assertEqual("stray", [content for kind, content in published if kind == "error"][0]["evalue"])
        self.assertEqual("7", self.run_cell("kept")[1][-1][1]["data"]["text/plain"])

    def test_sigint_interrupts_too(self):
        request = self.client.execute("while (true) ;")
        time.sleep(2)
        self.manager.signal_kernel(signal.SIGINT)
        self.assertEqual("error", self.collect(request)[0]["status"])

    def test_a_cell_that_cannot_be_stopped_is_reported(self):
        pipe = os.path.join(tempfile.mkdtemp(), "pipe")
        os.mkfifo(pipe)  # To open it waits, in the system's code, until somebody opens the other end.
        request = self.interrupt_when_started(f'System.IO.File.OpenRead("{pipe}");')
        time.sleep(5)
        open(pipe, "w").close()
        _, published = self.collect(request)
        self.assertTrue(any("can't be stopped" in content.get("text", "") for _, content in published), published)

    def test_an_error_aborts_what_is_queued(self):
        first, second = [self.client.execute(code) for code in ('System.Threading.Thread.Sleep(500); throw new Exception("x");', "1")]
        self.assertEqual("error", self.reply(first)["content"]["status"])
        self.assertEqual("aborted", self.reply(second)["content"]["status"])
        first, second = [self.client.execute(code, stop_on_error=False) for code in ('System.Threading.Thread.Sleep(500); throw new Exception("x");', "1")]
        self.assertEqual("error", self.reply(first)["content"]["status"])
        self.assertEqual("ok", self.reply(second)["content"]["status"])

    def test_silent_cells_do_not_count_nor_show(self):
        count = self.run_cell("1")[0]["execution_count"]
        self.assertEqual([], self.run_cell("Console.Write(1); 2", silent=True)[1])
        self.assertEqual(count + 1, self.run_cell("1")[0]["execution_count"])

    def test_user_expressions(self):
        reply, _ = self.run_cell("var u = 20;", user_expressions={"good": "u + 1", "bad": "nope"})
        self.assertEqual("21", reply["user_expressions"]["good"]["data"]["text/plain"])
        self.assertEqual("error", reply["user_expressions"]["bad"]["status"])

    def test_input(self):
        request = self.client.execute('Console.Write("Name? "); var name = Console.ReadLine(); name + "!"', allow_stdin=True)
        question = self.client.get_stdin_msg(timeout=PATIENCE)
        self.assertEqual(("input_request", "Name? "), (question["msg_type"], question["content"]["prompt"]))
        self.client.input("Ada")
        self.assertEqual("Ada!", self.collect(request)[1][-1][1]["data"]["text/plain"])
        reply, _ = self.run_cell("Console.ReadLine()", allow_stdin=False)
        self.assertIn("nobody is there to type", reply["evalue"])

    def test_input_that_nothing_asks_for_has_a_prompt_too(self):
        request = self.client.execute('Console.WriteLine("done"); Console.ReadLine()', allow_stdin=True)
        self.assertEqual("Input:", self.client.get_stdin_msg(timeout=PATIENCE)["content"]["prompt"])
        self.client.input("x")
        self.collect(request)

    def test_the_language_is_told_as_front_ends_write_it(self):
        request = self.client.kernel_info()
        language = self.reply(request)["content"]["language_info"]
        self.assertEqual(["file_extension", "mimetype", "name", "pygments_lexer", "version"], list(language))
        self.assertEqual("csharp", language["name"])

    def test_a_cell_whose_metadata_names_another_language_is_not_run_as_csharp(self):
        for metadata, said in (({"dotnet_interactive": {"language": "fsharp"}}, "F#"), ({"polyglot_notebook": {"kernelName": "csharp"}}, None)):
            content = {"code": "1 + 1", "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False, "stop_on_error": False}
            message = self.client.session.msg("execute_request", content, metadata={"cellId": "x", **metadata})
            self.client.shell_channel.send(message)
            reply, published = self.collect(message["header"]["msg_id"])
            self.assertEqual("error" if said else "ok", reply["status"])
            if said:
                self.assertIn(f"This cell is in {said}", reply["evalue"])
                self.assertEqual(["execute_input", "error"], [kind for kind, _ in published])

    def test_a_cell_larger_than_64_mib_gets_an_answer(self):
        reply, published = self.run_cell(f"// {'x' * (65 << 20)}")
        self.assertEqual("error", reply["status"])
        self.assertIn("64 MiB", reply["evalue"])
        self.assertIn("64 MiB", [content for kind, content in published if kind == "error"][0]["evalue"])
        self.assertEqual("ok", self.run_cell("1")[0]["status"])

    def test_a_value_may_wait_for_its_own_task_when_it_is_shown(self):
        _, published = self.run_cell("""
            class Slow
            {
                public override string ToString() => LaterAsync().Result;
                async Task<string> LaterAsync() { await Task.Delay(1); return "late"; }
            }
            new Slow()""")
        self.assertEqual("late", published[-1][1]["data"]["text/plain"])

    def test_streams_keep_their_order(self):
        _, published = self.run_cell('Console.Write("a"); Console.Error.Write("b"); display("c"); Console.Write("d"); "e"')
        self.assertEqual(["a", "b", "c", "d", "e"], [content.get("text") or content["data"]["text/plain"] for kind, content in published if kind != "execute_input"])

    def test_ten_megabytes_neither_flood_nor_lose_lines(self):
        _, published = self.run_cell('for (var i = 0; i < 100_000; i++) Console.WriteLine($"{i:D6}{new string(\'x\', 94)}");')
        pieces = [content["text"] for kind, content in published if kind == "stream"]
        lines = "".join(pieces).splitlines()
        self.assertEqual(list(range(100_000)), [int(line[:6]) for line in lines])
        self.assertLess(len(pieces), 1000)

    def test_output_ends_at_fifty_megabytes_with_a_message(self):
        reply, published = self.run_cell("var big = new string('x', 999); for (var i = 0; i < 60_000; i++) Console.WriteLine(big);")
        texts = [content["text"] for kind, content in published if kind == "stream"]
        self.assertEqual("ok", reply["status"])
        self.assertIn("more than 50 MB", texts[-1])
        self.assertLess(sum(map(len, texts)), 51_000_000)

    def test_a_display_is_updated(self):
        _, published = self.run_cell('var shown = display("one"); shown.Update("two");')
        (_, first), (kind, second) = published[1:]
        self.assertEqual("update_display_data", kind)
        self.assertEqual(first["transient"], second["transient"])
        self.assertEqual("two", second["data"]["text/plain"])

    def test_errors_say_type_cell_line_and_are_coloured(self):
        reply, _ = self.run_cell("var zero = 0;\nvar bad = 1 / zero;")
        self.assertEqual(("DivideByZeroException", "Attempted to divide by zero."), (reply["ename"], reply["evalue"]))
        self.assertIn(f"cell {reply['execution_count']}, line 2", reply["traceback"][1])
        self.assertIn("\x1b[", reply["traceback"][0])

    def test_an_unknown_comm_is_closed(self):
        self.client.shell_channel.send(self.client.session.msg("comm_open", {"comm_id": "c1", "target_name": "nope", "data": {}}))
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["msg_type"] == "comm_close":
                break
        self.assertEqual("c1", message["content"]["comm_id"])
        self.assertEqual({}, self.reply(self.client.comm_info())["content"]["comms"])

    def test_an_unknown_or_broken_request_is_answered_and_idle_follows(self):
        for kind, content in (("nonsense_request", {}), ("execute_request", {}), ("complete_request", {"code": 7})):
            with self.subTest(kind):
                message = self.client.session.msg(kind, content)
                self.client.shell_channel.send(message)
                reply, _ = self.collect(message["header"]["msg_id"])
                self.assertEqual("error", reply["status"])

    def test_process_wide_state(self):
        reply, published = self.run_cell('$"{System.IO.Directory.GetCurrentDirectory()} {1.5} {new System.Globalization.CultureInfo("de-DE").Name}"')
        self.assertEqual(f"{os.getcwd()} 1.5 de-DE", published[-1][1]["data"]["text/plain"])


class FatalCells(unittest.TestCase):
    def test_the_kernel_says_why_it_ends_and_can_be_restarted(self):
        manager, client = start_new_kernel(kernel_name=KERNEL, startup_timeout=PATIENCE)
        for fatal in ("Environment.Exit(3);", 'Environment.FailFast("no more");'):
            with self.subTest(fatal):
                request = client.execute(f'Console.Write("before"); {fatal}')
                published = {}
                while "error" not in published:
                    message = client.get_iopub_msg(timeout=PATIENCE)
                    if message["parent_header"].get("msg_id") == request:
                        published[message["msg_type"]] = message["content"]
                self.assertEqual("before", published["stream"]["text"])
                self.assertIn(fatal.split("(")[0], published["error"]["evalue"])
                self.assertEqual("error", client.get_shell_msg(timeout=PATIENCE)["content"]["status"])
                deadline = time.time() + PATIENCE
                while manager.is_alive() and time.time() < deadline:
                    time.sleep(0.1)
                self.assertFalse(manager.is_alive())
                manager.restart_kernel(now=True)
                client.wait_for_ready(timeout=PATIENCE)
                self.assertEqual("ok", client.execute("1", reply=True, timeout=PATIENCE)["content"]["status"])
        client.stop_channels()
        manager.shutdown_kernel()

    def test_shutdown_ends_it_even_in_an_endless_cell(self):
        manager, client = start_new_kernel(kernel_name=KERNEL, startup_timeout=PATIENCE)
        client.execute("while (true) ;")
        time.sleep(1)
        client.shutdown()
        deadline = time.time() + 30
        while manager.is_alive() and time.time() < deadline:
            time.sleep(0.1)
        self.assertFalse(manager.is_alive())
        client.stop_channels()


class WhileACellRuns(OneKernel):
    """What front ends may ask for in the meantime, and what cells may do to the kernel."""

    def setUp(self):
        self.request = None

    def tearDown(self):
        if self.request:
            self.manager.interrupt_kernel()
            self.assertEqual("error", self.collect(self.request)[0]["status"])
        self.assertEqual("ok", self.run_cell("1")[0]["status"])

    def start(self, code="while (true) ;"):
        """Runs a cell and waits until it does."""
        self.request = self.client.execute(f'Console.WriteLine("started");\n{code}')
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["msg_type"] == "stream" and message["parent_header"]["msg_id"] == self.request:
                return

    def ask(self, channel, kind, **content):
        message = self.client.session.msg(kind, content)
        getattr(self.client, f"{channel}_channel").send(message)
        while True:
            reply = getattr(self.client, f"get_{channel}_msg")(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                return reply

    def test_an_interrupt_on_the_shell_channel_is_answered_at_once(self):
        self.start()
        reply = self.ask("shell", "interrupt_request")
        self.assertEqual(("interrupt_reply", "ok"), (reply["msg_type"], reply["content"]["status"]))
        self.assertEqual("Stopped", self.collect(self.request)[0]["ename"])
        self.request = None

    def test_a_cell_on_the_control_channel_does_not_run(self):
        self.run_cell("var beside = 0;")
        self.start()
        reply = self.ask("control", "execute_request", code="beside = 1;")
        self.assertEqual(("execute_reply", "error"), (reply["msg_type"], reply["content"]["status"]))
        self.assertIn("shell channel", reply["content"]["evalue"])
        self.manager.interrupt_kernel()
        self.collect(self.request)
        self.request = None
        self.assertEqual("0", self.run_cell("beside")[1][-1][1]["data"]["text/plain"])

    def test_the_control_channel_answers_its_own_kinds(self):
        self.start()
        self.assertEqual("ok", self.ask("control", "kernel_info_request")["content"]["status"])
        self.assertEqual("error", self.ask("control", "debug_request", seq=1)["content"]["status"])

    def test_completion_and_help_do_not_wait_for_it(self):
        self.run_cell("var thirteen = 13;")
        self.start()
        reply = self.ask("shell", "complete_request", code="thirt", cursor_pos=5)
        self.assertIn("thirteen", reply["content"]["matches"])
        reply = self.ask("shell", "inspect_request", code="Console", cursor_pos=3, detail_level=0)
        self.assertTrue(reply["content"]["found"])

    def test_it_is_still_busy_when_something_else_was_answered(self):
        self.start()
        self.ask("shell", "is_complete_request", code="1")
        states = []
        while len(states) < 3:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["msg_type"] == "status":
                is_the_cells = message["parent_header"]["msg_id"] == self.request
                states.append((message["content"]["execution_state"], is_the_cells))
        self.assertEqual([("busy", False), ("idle", False), ("busy", True)], states)

    def test_other_requests_wait_for_their_turn(self):
        self.start("System.Threading.Thread.Sleep(1000); var late = 1;")
        after = self.client.execute("late + 1")
        self.assertEqual("ok", self.collect(self.request)[0]["status"])
        self.request = None
        self.assertEqual("2", self.collect(after)[1][-1][1]["data"]["text/plain"])

    def test_a_console_that_throws_does_not_end_the_kernel(self):
        self.run_cell("""
            class Broken : System.IO.TextWriter
            {
                public override Encoding Encoding => Encoding.UTF8;
                public override void Write(char value) => throw new Exception("broken");
            }
            var whole = Console.Error;
            Console.SetError(new Broken());""")
        try:
            self.assertEqual("error", self.ask("shell", "nonsense_request")["content"]["status"])
            self.assertEqual("error", self.ask("control", "nonsense_request")["content"]["status"])
            self.client.control_channel.socket.send_multipart([b"no message"])
        finally:
            self.assertEqual("ok", self.run_cell("Console.SetError(whole);")[0]["status"])

    def test_blocking_tasks_hold_up_no_cell_and_no_interrupt(self):
        self.run_cell("""
            var gate = new System.Threading.ManualResetEventSlim();
            for (var i = 0; i < 2000; i++)
                Task.Run(() => gate.Wait());""")
        try:
            self.assertEqual("2", self.run_cell("record Two(int X); 1 + 1")[1][-1][1]["data"]["text/plain"])
            self.start()
            self.manager.interrupt_kernel()
            self.assertEqual("Stopped", self.collect(self.request)[0]["ename"])
            self.request = None
            request = self.client.execute("Console.ReadLine()", allow_stdin=True)
            self.client.get_stdin_msg(timeout=PATIENCE)
            self.client.input("typed")
            self.assertEqual("typed", self.collect(request)[1][-1][1]["data"]["text/plain"])
        finally:
            self.run_cell("gate.Set();")

    def test_blocking_tasks_do_not_hold_up_the_end(self):
        manager, client = start_new_kernel(kernel_name=KERNEL, startup_timeout=PATIENCE)
        block = "for (var i = 0; i < 2000; i++) Task.Run(() => System.Threading.Thread.Sleep(-1));"
        client.execute(block, reply=True, timeout=PATIENCE)
        client.shutdown()
        self.assertEqual(0, manager.provisioner.process.wait(PATIENCE))
        client.stop_channels()


class ManyKernels(unittest.TestCase):
    def answer_all(self, count):
        kernels = []
        managers = []
        from jupyter_client.manager import KernelManager
        for _ in range(count):
            manager = KernelManager(kernel_name=KERNEL)
            manager.start_kernel()
            managers.append(manager)
        try:
            for manager in managers:
                client = manager.blocking_client()
                client.start_channels()
                client.wait_for_ready(timeout=PATIENCE)
                kernels.append((client, client.execute(f"{len(kernels)} + 100")))
            for number, (client, request) in enumerate(kernels):
                while True:
                    message = client.get_iopub_msg(timeout=PATIENCE)
                    if message["msg_type"] == "execute_result":
                        break
                self.assertEqual(str(number + 100), message["content"]["data"]["text/plain"])
            print(f"{count} kernels, resident MiB each:", [resident(manager) for manager in managers])
        finally:
            for client, _ in kernels:
                client.stop_channels()
            for manager in managers:
                manager.shutdown_kernel(now=True)

    def test_two_at_once(self):
        self.answer_all(2)

    def test_twenty_started_together(self):
        self.answer_all(20)


def resident(manager):
    with open(f"/proc/{manager.provisioner.pid}/status") as status:
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmRSS"))


if __name__ == "__main__":
    unittest.main()
