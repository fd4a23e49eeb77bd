// The machine's own Node may be older: npm then falls back to it without a word when the package `node` is not installed.
const major = Number(process.versions.node.split('.')[0]);
if (major !== 24) throw new Error(`Tests run on Node 24 (devDependency "node"); this is ${process.versions.node}.`);
