// The script at a queue of Windows: it draws a PDF's pages with Windows' own reader (Windows.Data.Pdf), prints them without a
// dialog (System.Drawing.Printing) and follows the job by winspool until the queue has it no more. It lives as long as its input
// and speaks as queue-protocol.ts says. Windows PowerShell 5.1 compiles C# 5, so no later word of that language stands here.

import { powerShell } from '../powershell.ts';
import type { Program } from '../powershell.ts';

/** Sizes are in inches; System.Drawing counts paper in hundredths of them. */
export const QUEUE_CLASS = String.raw`
using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Drawing;
using System.Drawing.Drawing2D;
using System.Drawing.Printing;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;

public sealed class PageImage { public byte[] Picture; public double Width; public double Height; }
public sealed class PageOrder { public int N; public string Media; public int Copies; public string Name; public byte[] Pdf; }

public sealed class PageQueue {
  [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
  struct JobInfo {
    public uint Id; public string Printer, Machine, User, Document, DataType, Word;
    public uint Status, Priority, Position, Total, Printed, Time1, Time2, Time3, Time4;
  }
  [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
  struct PrinterInfo {
    public string Server, Printer, Share, Port, Driver, Comment, Location; public IntPtr Mode;
    public string Separator, Processor, DataType, Parameters; public IntPtr Security;
    public uint Attributes, Priority, Default, Start, Until, Status, Jobs, Speed;
  }
  [DllImport("winspool.drv", CharSet = CharSet.Unicode, SetLastError = true)] static extern bool OpenPrinter(string name, out IntPtr printer, IntPtr defaults);
  [DllImport("winspool.drv", CharSet = CharSet.Unicode, SetLastError = true)] static extern bool GetPrinter(IntPtr printer, uint level, IntPtr info, uint size, out uint needed);
  [DllImport("winspool.drv", CharSet = CharSet.Unicode, SetLastError = true)] static extern bool EnumJobs(IntPtr printer, uint first, uint count, uint level, IntPtr info, uint size, out uint needed, out uint found);
  [DllImport("winspool.drv", CharSet = CharSet.Unicode, SetLastError = true)] static extern bool GetJob(IntPtr printer, uint id, uint level, IntPtr info, uint size, out uint needed);
  [DllImport("winspool.drv", CharSet = CharSet.Unicode, SetLastError = true)] static extern bool SetJob(IntPtr printer, uint id, uint level, IntPtr info, uint command);

  const int LookMs = 200, AgainMs = 1000, BeatMs = 4000, EndMs = 5000, MaxPdf = 50000000;
  const uint Delete = 5, Printed = 0x80, Deleted = 0x100;
  const int TooSmall = 122, NoSuchJob = 87;

  readonly string name;
  readonly IntPtr printer;
  readonly TextWriter output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));
  readonly Stream input = new BufferedStream(Console.OpenStandardInput());
  readonly Queue<PageOrder> orders = new Queue<PageOrder>();
  readonly string media;
  readonly int copies;
  volatile int canceled;
  volatile bool ended;

  public PageQueue(string queue) {
    name = queue;
    if (!OpenPrinter(queue, out printer, IntPtr.Zero)) throw new Win32Exception(Marshal.GetLastWin32Error());
    PrinterSettings settings = Settings();
    List<string> sizes = new List<string>();
    foreach (string size in new string[] { "a4", "a5" }) if (PaperFor(settings, size) != null) sizes.Add("\"" + size + "\"");
    media = string.Join(",", sizes.ToArray());
    copies = settings.MaximumCopies;
    Start(Watch);
    Start(Listen);
  }

  static void Start(ThreadStart body) { Thread thread = new Thread(body); thread.IsBackground = true; thread.Start(); }

  PrinterSettings Settings() { PrinterSettings settings = new PrinterSettings(); settings.PrinterName = name; return settings; }

  // By its size: some drivers give their own numbers to known papers.
  static PaperSize PaperFor(PrinterSettings settings, string media) {
    int width = media == "a4" ? 827 : 583, height = media == "a4" ? 1169 : 827;
    PaperKind kind = media == "a4" ? PaperKind.A4 : PaperKind.A5;
    PaperSize found = null;
    foreach (PaperSize size in settings.PaperSizes) {
      if (size.Kind == kind) return size;
      if (found == null && Math.Abs(size.Width - width) <= 2 && Math.Abs(size.Height - height) <= 2) found = size;
    }
    return found;
  }

  // Dots an inch to draw with: the printer's own, but no more than the eye sees.
  public int Resolution() {
    int dots = Settings().DefaultPageSettings.PrinterResolution.X;
    return dots >= 150 && dots < 300 ? dots : 300;
  }

  public bool IsCanceled(int n) { return ended || canceled == n; }

  // The next document; null once the input has ended.
  public PageOrder Next() {
    lock (orders) {
      while (orders.Count == 0 && !ended) Monitor.Wait(orders);
      return ended ? null : orders.Dequeue();
    }
  }

  public void Fail(int n, string step, string about) { Say("\"say\":\"failed\",\"n\":" + n + ",\"step\":\"" + step + "\",\"about\":" + Quote(about)); }

  public void Print(PageOrder order, IList<PageImage> pages) {
    string mark = Guid.NewGuid().ToString("N").Substring(0, 12);
    uint id = 0;
    using (PrintDocument document = new PrintDocument()) {
      document.PrinterSettings = Settings();
      PaperSize paper = PaperFor(document.PrinterSettings, order.Media);
      if (paper == null) { Fail(order.N, "media", order.Media); return; }
      document.PrinterSettings.Copies = (short)order.Copies;
      document.DocumentName = mark + " " + order.Name;
      document.PrintController = new StandardPrintController();
      // The paper's corner is the origin, whatever margin the printer cannot print on: the scale stays 1:1.
      document.OriginAtMargins = true;
      document.DefaultPageSettings.Margins = new Margins(0, 0, 0, 0);
      document.DefaultPageSettings.PaperSize = paper;
      int next = 0;
      document.QueryPageSettings += delegate(object sender, QueryPageSettingsEventArgs e) {
        e.PageSettings.Landscape = pages[next].Width > pages[next].Height;
      };
      document.PrintPage += delegate(object sender, PrintPageEventArgs e) {
        if (IsCanceled(order.N)) { e.Cancel = true; return; }
        if (id == 0) { id = Find(mark); if (id != 0) SayJob(order.N, id, 0, false); }
        PageImage page = pages[next];
        using (MemoryStream stream = new MemoryStream(page.Picture))
        using (Image image = Image.FromStream(stream)) {
          e.Graphics.InterpolationMode = InterpolationMode.HighQualityBicubic;
          e.Graphics.DrawImage(image, 0f, 0f, (float)(page.Width * 100), (float)(page.Height * 100));
        }
        next++;
        e.HasMorePages = next < pages.Count;
      };
      Say("\"say\":\"printing\",\"n\":" + order.N);
      document.Print();
    }
    if (id == 0) id = Find(mark);
    if (id == 0) Fail(order.N, "lost", "");
    else Follow(order.N, id);
  }

  void Follow(int n, uint id) {
    uint last = 0;
    int saidAt = 0, endedAt = 0;
    bool said = false, taken = false;
    for (;;) {
      if (IsCanceled(n) && !taken) { SetJob(printer, id, 0, IntPtr.Zero, Delete); taken = true; endedAt = Environment.TickCount; }
      JobInfo[] jobs;
      int error = Read(delegate(IntPtr info, uint size, out uint needed, out uint found) { found = 1; return GetJob(printer, id, 1, info, size, out needed); }, out jobs);
      if (error == NoSuchJob) { Say("\"say\":\"gone\",\"n\":" + n); return; }
      if (error != 0) { Fail(n, "follow", "error " + error); return; }
      uint status = jobs[0].Status;
      if (!said || status != last || Environment.TickCount - saidAt >= AgainMs) { SayJob(n, id, status, true); said = true; last = status; saidAt = Environment.TickCount; }
      if ((status & (Printed | Deleted)) != 0) return;
      if (ended && taken && Environment.TickCount - endedAt >= EndMs) return;
      Thread.Sleep(LookMs);
    }
  }

  uint Find(string mark) {
    JobInfo[] jobs;
    if (Read(delegate(IntPtr info, uint size, out uint needed, out uint found) { return EnumJobs(printer, 0, 1000, 1, info, size, out needed, out found); }, out jobs) == 0)
      foreach (JobInfo job in jobs) if (job.Document != null && job.Document.StartsWith(mark, StringComparison.Ordinal)) return job.Id;
    return 0;
  }

  delegate bool Ask(IntPtr info, uint size, out uint needed, out uint found);

  // Winspool says how much room it needs, which may have grown by the next question.
  static int Read<T>(Ask ask, out T[] items) {
    items = new T[0];
    uint size = 0;
    for (int i = 0; i < 5; i++) {
      IntPtr room = Marshal.AllocHGlobal((int)size + 1);
      try {
        uint needed, found;
        if (ask(room, size, out needed, out found)) {
          items = new T[found];
          for (int k = 0; k < found; k++) items[k] = (T)Marshal.PtrToStructure(new IntPtr(room.ToInt64() + k * Marshal.SizeOf(typeof(T))), typeof(T));
          return 0;
        }
        int error = Marshal.GetLastWin32Error();
        if (error != TooSmall) return error == 0 ? -1 : error;
        size = needed;
      } finally { Marshal.FreeHGlobal(room); }
    }
    return TooSmall;
  }

  void Watch() {
    string last = "";
    int saidAt = 0;
    for (;;) {
      PrinterInfo[] infos;
      int error = Read(delegate(IntPtr info, uint size, out uint needed, out uint found) { found = 1; return GetPrinter(printer, 2, info, size, out needed); }, out infos);
      if (error != 0) Environment.Exit(13);
      PrinterInfo now = infos[0];
      string line = "\"say\":\"queue\",\"driver\":" + Quote(now.Driver) + ",\"port\":" + Quote(now.Port) + ",\"status\":" + now.Status
        + ",\"attributes\":" + now.Attributes + ",\"media\":[" + media + "],\"copies\":" + copies;
      if (line != last || Environment.TickCount - saidAt >= BeatMs) { Say(line); last = line; saidAt = Environment.TickCount; }
      Thread.Sleep(LookMs * 5);
    }
  }

  void Listen() {
    try {
      for (;;) {
        string line = ReadLine();
        if (line == null) break;
        string[] words = line.Split(' ');
        if (words[0] == "cancel") canceled = int.Parse(words[1]);
        else if (words[0] == "print") {
          PageOrder order = new PageOrder();
          order.N = int.Parse(words[1]); order.Media = words[2]; order.Copies = int.Parse(words[3]);
          order.Pdf = ReadBytes(int.Parse(words[4]));
          order.Name = Encoding.UTF8.GetString(Convert.FromBase64String(words[5]));
          lock (orders) { orders.Enqueue(order); Monitor.PulseAll(orders); }
        } else break;
      }
    } catch (Exception) { }
    ended = true;
    lock (orders) Monitor.PulseAll(orders);
  }

  string ReadLine() {
    StringBuilder line = new StringBuilder();
    for (int next = input.ReadByte(); next != '\n'; next = input.ReadByte()) {
      if (next < 0 || line.Length > 1000) return null;
      line.Append((char)next);
    }
    return line.ToString();
  }

  byte[] ReadBytes(int count) {
    if (count < 0 || count > MaxPdf) throw new IOException();
    byte[] bytes = new byte[count];
    for (int at = 0; at < count;) {
      int got = input.Read(bytes, at, count - at);
      if (got <= 0) throw new EndOfStreamException();
      at += got;
    }
    return bytes;
  }

  void SayJob(int n, uint id, uint status, bool spooled) {
    Say("\"say\":\"job\",\"n\":" + n + ",\"id\":" + id + ",\"status\":" + status + ",\"spooled\":" + (spooled ? "true" : "false"));
  }

  void Say(string fields) { lock (output) { output.Write("{" + fields + "}\n"); output.Flush(); } }

  static string Quote(string text) {
    StringBuilder quoted = new StringBuilder("\"");
    foreach (char letter in text ?? "") {
      if (quoted.Length > 1500) break;
      if (letter < ' ' || letter > '~' || letter == '"' || letter == '\\') quoted.Append("\\u" + ((int)letter).ToString("x4"));
      else quoted.Append(letter);
    }
    return quoted.Append('"').ToString();
  }
}
`;

const SCRIPT = String.raw`
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Add-Type -ReferencedAssemblies System.Drawing -TypeDefinition $env:MOT_CUA_CLASS
try { $queue = New-Object PageQueue $env:MOT_CUA_QUEUE } catch { exit 11 }
try {
  Add-Type -AssemblyName System.Runtime.WindowsRuntime
  $null = [Windows.Data.Pdf.PdfDocument, Windows.Data.Pdf, ContentType = WindowsRuntime]
  $null = [Windows.Data.Pdf.PdfPageRenderOptions, Windows.Data.Pdf, ContentType = WindowsRuntime]
  $asTask = [WindowsRuntimeSystemExtensions].GetMethods() | Where-Object { $_.Name -eq 'AsTask' -and $_.GetParameters().Count -eq 1 }
  $ofResult = $asTask | Where-Object { $_.GetParameters()[0].ParameterType.Name -like 'IAsyncOperation?1' } | Select-Object -First 1
  $ofAction = $asTask | Where-Object { $_.GetParameters()[0].ParameterType.Name -eq 'IAsyncAction' } | Select-Object -First 1
  $ofPdf = $ofResult.MakeGenericMethod([Windows.Data.Pdf.PdfDocument])
} catch { exit 12 }
function Finish($task) { if (-not $task.Wait(30000)) { throw 'took too long' } }
while ($null -ne ($order = $queue.Next())) {
  $step = 'read'
  try {
    $source = New-Object IO.MemoryStream (,$order.Pdf)
    $task = $ofPdf.Invoke($null, @([Windows.Data.Pdf.PdfDocument]::LoadFromStreamAsync([IO.WindowsRuntimeStreamExtensions]::AsRandomAccessStream($source))))
    Finish $task
    $document = $task.Result
    $step = 'render'
    if ($document.PageCount -lt 1 -or $document.PageCount -gt 200) { throw 'page count' }
    $dots = $queue.Resolution()
    $pages = New-Object 'Collections.Generic.List[PageImage]'
    for ($i = 0; $i -lt $document.PageCount -and -not $queue.IsCanceled($order.N); $i++) {
      $page = $document.GetPage([uint32]$i)
      $image = New-Object PageImage
      $image.Width = $page.Size.Width / 96
      $image.Height = $page.Size.Height / 96
      if ($image.Width -gt 17 -or $image.Height -gt 17) { throw 'page size' }
      $options = New-Object Windows.Data.Pdf.PdfPageRenderOptions
      $options.DestinationWidth = [uint32][Math]::Round($image.Width * $dots)
      $options.DestinationHeight = [uint32][Math]::Round($image.Height * $dots)
      $target = New-Object IO.MemoryStream
      Finish ($ofAction.Invoke($null, @($page.RenderToStreamAsync([IO.WindowsRuntimeStreamExtensions]::AsRandomAccessStream($target), $options))))
      $image.Picture = $target.ToArray()
      $pages.Add($image)
      $page.Dispose()
    }
    $step = 'print'
    if ($queue.IsCanceled($order.N)) { throw 'canceled' }
    $queue.Print($order, $pages)
  } catch { $queue.Fail($order.N, $step, $_.Exception.GetBaseException().Message) }
}
exit 0
`;

/** The class goes by the environment: with it a command line would be longer than Windows takes. */
export const queueProgram = (): Program => ({ ...powerShell(SCRIPT), environment: { MOT_CUA_CLASS: QUEUE_CLASS } });

/** Exit codes of the script. */
export const EXIT_REASONS: Readonly<Record<number, string>> = { 11: 'noDevice', 12: 'pdfNotSupported', 13: 'spoolerFailed' };
