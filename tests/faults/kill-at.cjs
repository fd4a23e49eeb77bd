// Loaded into main before the program (`-r`): cuts the power at the n-th time that a journey's step is written, before the
// transaction reaches the database, or after it is on disk and before anybody hears of it. The program has no such switch;
// this stands between it and its storage worker.

const { Worker } = require('node:worker_threads');

const [number, phase] = (process.env.MOT_CUA_TEST_KILL_AT ?? '').split(':');
const target = Number(number);
let steps = 0;

if (target > 0) {
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    const writes = message?.call === 'write' ? message.args.writes : [];
    if (!writes.some(({ write }) => write === 'journey.save')) return post.call(this, message, ...rest);
    steps += 1;
    if (steps !== target) return post.call(this, message, ...rest);
    if (phase === 'before') process.kill(process.pid, 'SIGKILL');
    this.prependListener('message', (reply) => {
      if (reply?.id === message.id) process.kill(process.pid, 'SIGKILL');
    });
    return post.call(this, message, ...rest);
  };
}
