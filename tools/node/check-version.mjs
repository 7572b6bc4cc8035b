// Runs after `npm ci`, with the Node that every script will get. On systems that the lock file has no Node for, that is the
// machine's own, and an older one would end the first command with a stack trace. Plain JavaScript that old versions read.
const [major, minor] = process.version.slice(1).split('.').map(Number);

if (major < 24 || (major === 24 && minor < 12)) {
  process.stderr.write(
    `✕ Node 24.12 or later is needed here, and this is ${process.version}. Install it from https://nodejs.org, then run npm ci again.\n`,
  );
  process.exitCode = 1;
}
