import { errorMessage } from '../src/core/error-message.ts';
import { readFlags, refuseArguments, wholeNumber } from '../src/programs/arguments.ts';
import { endOnUncaughtError } from '../src/programs/uncaught-error.ts';
import { createFileWarnings } from './bot/file-warnings.ts';
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

const values = readOptions();

const SCENARIO_LINES = SCENARIOS.map(({ name, title }) => `  ${name.padEnd(22)}${title}\n`).join('');
if (values.scenario === 'list') {
  process.stdout.write(SCENARIO_LINES);
  process.exit();
}
const scenario = SCENARIOS.find(({ name }) => name === values.scenario);
if (values.scenario !== undefined && scenario === undefined)
  refuseArguments(`There is no scenario ${values.scenario}. These are there:`, SCENARIO_LINES);

const warnings = createFileWarnings();
const sandbox = await createSandbox({
  port: values.port,
  mode: values.socket ? 'socket' : 'http',
  onBotLine: (line) => {
    const news = warnings.read(line);
    if (values.verbose) process.stderr.write(`${line}\n`);
    else for (const warning of news) process.stderr.write(`⚠ ${warning}\n`);
  },
}).catch((error: unknown) => {
  process.stderr.write(`✕ The sandbox did not start: ${errorMessage(error)}.\n`);
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

function readOptions() {
  const options = {
    port: { type: 'string', default: '4000' },
    socket: { type: 'boolean', default: false },
    scenario: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  } as const;
  const given = readFlags(HELP, options);
  const port = wholeNumber('--port', given.port, HELP, { max: 65_535 });
  return { ...given, port };
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
