// Every time that a device driver waits, in milliseconds, with the reason for it.

export const DELAYS = {
  reconnect: {
    /** A cable pushed back in should work before the person looks up. */
    firstMs: 500,
    /** A printer that is switched on in the morning is found within a quarter of a minute. */
    longestMs: 15_000,
    /** Up to this part is added at random, so that devices behind one hub do not retry in step. */
    jitter: 0.3,
    /** A port or address that does not answer at all is given up; the next try follows. */
    openMs: 5_000,
    /** A native close that hangs (USB pulled during a read) must not hold up the program's end. */
    closeMs: 2_000,
  },
  command: {
    /** After a cancel or a time-out a command gets this long to leave the device in order. */
    windUpMs: 2_000,
  },
  codeScanner: {
    /** A scanner without a terminator sends a whole code in one burst; at 9600 baud a byte takes 1 ms. */
    silenceMs: 150,
    /** The port is looked at this often: on Linux the native package does not notice every unplug by itself. */
    watchMs: 1_000,
    /** Looking at it takes no time; a look that does not come back means that the port is gone. */
    lookMs: 3_000,
    /** A technician's test waits this long for somebody to hold a code before the scanner. */
    testMs: 30_000,
  },
  receiptPrinter: {
    /** Paper and cover are looked at this often while nothing is printed. */
    idlePollMs: 3_000,
    /** Real-time status is answered within some 10 ms even by a busy printer; this allows for a bad network. */
    answerMs: 2_000,
    /** A printer prints a 96-row band in 0.2 s; one that takes none of our bytes for this long is gone. */
    writeMs: 8_000,
    /** A queue of Windows is reached by PowerShell, which compiles the call each time: seconds on a weak machine. */
    spoolerMs: 30_000,
    /** A device file is asked again for answers after this, and for room to write after that. */
    fileReadMs: 20,
    fileWriteMs: 5,
    /** Causes for a stop are looked up this often while the end of a job is awaited. */
    jobPollMs: 300,
    /** After a broken job, late answers that belong to it come in one go with the first one. */
    lateAnswersMs: 200,
    /** From the last byte to the printer's "done": at least this … */
    confirmMs: 8_000,
    /** … and this for each row of dots: a slow printer moves 12 mm a second, 100 rows. */
    confirmPerRowMs: 10,
    /** Where a printer does not say when it is done: what a row takes at 50 mm a second, the usual speed at its slowest. */
    unseenEndPerRowMs: 2.5,
    /** A whole job with all its waits; longer means that something hangs. */
    jobMs: 120_000,
  },
  documentScanner: {
    /** Whether the scanner is there is asked this often; it also finds paper put into the feeder. */
    idlePollMs: 10_000,
    /** Capabilities and status are small and answered at once. */
    answerMs: 5_000,
    /** A flatbed warms its lamp and scans an A4 page at 300 dpi in up to half a minute. Nothing new for so long means that it hangs. */
    pageMs: 60_000,
    /** A page that is not ready yet (503) is asked for again after this. */
    pageRetryMs: 500,
    /** A whole job: 60 pages at 5 s each. */
    jobMs: 300_000,
    /** Somebody who never did it lays a paper under the camera, and takes the hands away. */
    cameraMs: 150_000,
    naps2: {
      /** Windows asks each of its drivers; TWAIN's load slowly. Below the time that opening may take. */
      listMs: 4_500,
    },
    folder: {
      /** A share tells nobody of new files: it is looked at this often while somebody scans. */
      pollMs: 500,
      /** A file that has not grown for this long has come. */
      settleMs: 1_500,
      /** A copier needs some seconds for its next sheet; when none has come for this long, there is none. */
      quietMs: 7_000,
      /** Walking to the copier, typing in one's number, and the copier's own start. */
      firstMs: 150_000,
      /** A file without its end that has not grown for this long was cut off. */
      stuckMs: 15_000,
    },
  },
  pagePrinter: {
    /** Paper and toner of a page printer change slowly, and a question wakes some of them. */
    idlePollMs: 10_000,
    /** Attributes are small; a laser printer that wakes up answers within some seconds. */
    answerMs: 4_000,
    /** A signed PDF of some MB over a weak Wi-Fi; some printers answer only once the first page is taken in. */
    sendMs: 60_000,
    /** How a job is going is asked this often: a person waits for the page. */
    jobPollMs: 500,
    /** A printer that says nothing about the job for this long has lost its cable or its power. */
    silenceMs: 20_000,
    /** So long may somebody take to put in paper or close the cover; then the job is taken back. */
    stoppedMs: 45_000,
    /** The number of a job that is being sent, its cancelling, and how it ended: all three fit into a command's winding up. */
    cancelMs: 600,
    queue: {
      /** PowerShell compiles the calls into Windows at its start: seconds on a weak machine. */
      startMs: 30_000,
      /** It says every four seconds how the printer is; silence means that the spooler or a printer's driver hangs. */
      silenceMs: 20_000,
      /** So long it may take to end once its input has ended; below the time that a link may take to close. */
      endMs: 1_500,
    },
    /** A cold laser printer warms up in half a minute; then 20 copies at 12 a minute, and a stop for paper in between. */
    jobMs: 240_000,
  },
} as const;
