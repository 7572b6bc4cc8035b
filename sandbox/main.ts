import { parseArgs } from 'node:util';
import { endOnUncaughtError } from '../src/programs/uncaught-error.ts';
import { createSandbox } from './sandbox.ts';
import { SCENARIOS } from './scenarios/scenarios.ts';

endOnUncaughtError('The sandbox');

const HELP = `npm run sandbox -- [--port N] [--socket] [--scenario NAME] [--verbose]

  --port N     where the page is; the next free port when it is taken (4000)
  --socket     the bot connects to Slack over Socket Mode instead of being called over HTTP
  --scenario NAME
               open the page with this story ready to watch; "list" names them all
  --verbose    print what the bot logs
  --help       this text
`;

const values = readArguments();

if (values.help) {
  process.stdout.write(HELP);
  process.exit();
}

const scenario = SCENARIOS.find(({ name }) => name === values.scenario);
if (values.scenario !== undefined && scenario === undefined) {
  const isAsked = values.scenario === 'list';
  const names = SCENARIOS.map(({ name, title }) => `  ${name.padEnd(22)}${title}`).join('\n');
  if (!isAsked) process.stderr.write(`There is no scenario ${values.scenario}. These are there:\n`);
  process.stdout.write(`${names}\n`);
  process.exit(isAsked ? 0 : 1);
}

const sandbox = await createSandbox({
  port: Number(values.port),
  mode: values.socket ? 'socket' : 'http',
  onBotLine: (line) => {
    if (values.verbose) process.stderr.write(`${line}\n`);
  },
}).catch((error: unknown) => {
  process.stderr.write(`The sandbox did not start. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});

process.stdout.write(
  [
    'A Slack workspace, a Kaleyra with phones, and the bot between them are running; nothing leaves this machine.',
    `Open ${sandbox.url}${scenario === undefined ? '' : `/?scenario=${scenario.name}`}`,
    'Ctrl-C ends it all.',
    '',
  ].join('\n'),
);

/** Ends the program with a sentence and the help when an argument makes no sense. */
function readArguments() {
  try {
    const options = {
      port: { type: 'string', default: '4000' },
      socket: { type: 'boolean', default: false },
      scenario: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    } as const;
    const { values: given } = parseArgs({ options });
    if (!/^\d{1,5}$/.test(given.port) || Number(given.port) > 65_535)
      throw new Error(`--port takes a number up to 65535, not ${given.port}`);
    return given;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}.\n\n${HELP}`);
    return process.exit(1);
  }
}

let isStopping = false;

function stop(): void {
  if (isStopping) return;
  isStopping = true;
  void sandbox.stop().finally(() => process.exit(0));
}

process.on('SIGINT', stop);
process.on('SIGTERM', stop);
process.on('SIGHUP', stop);
