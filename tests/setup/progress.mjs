// Progress for people: one line when a step starts, one when it ends with how long it took.
// Lines go to stdout, or to stderr where stdout belongs to the command's own result.

/** A set-up failure whose message says what to do; shown without a stack. */
export class SetupError extends Error {}

/** @param {NodeJS.WriteStream} stream */
export function progressOn(stream) {
  const line = (text) => stream.write(`${text}\n`);
  return {
    line,
    /**
     * Runs one step with a line before and after it.
     * @template T
     * @param {string} what
     * @param {() => Promise<T>} work
     * @returns {Promise<T>}
     */
    async step(what, work) {
      line(`▸ ${what} …`);
      const begun = performance.now();
      const result = await work();
      line(`  done: ${what} (${seconds(performance.now() - begun)})`);
      return result;
    },
  };
}

export function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`;
}

/** Runs a script's main function; a SetupError ends it with its message alone. */
export async function run(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    process.stderr.write(error instanceof SetupError ? `\n${error.message}\n` : `\n${error?.stack ?? error}\n`);
    process.exitCode = 1;
  }
}
