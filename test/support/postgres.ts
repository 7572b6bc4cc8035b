import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../sandbox/bot/free-port.ts';

const run = promisify(execFile);
const STOP_TIMEOUT_SECONDS = 20;

export interface PostgresOptions {
  /** Off by default: faster, and a test that pulls no plug loses nothing. */
  readonly fsync?: boolean;
}

/** A PostgreSQL server of our own, with an empty database. */
export interface Postgres {
  readonly host: string;
  readonly port: number;
  urlOf(database: string): string;
  /** `immediate` is a crash: no farewell to anybody, recovery at the next start. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
  /** Starts it again after a stop, on the same port with the same data. */
  start(): Promise<void>;
  /** Stops it and deletes its data. */
  remove(): Promise<void>;
}

/** Starts a server in a temporary folder on a free port of 127.0.0.1. Throws with what to do when there is no PostgreSQL. */
export async function startPostgres({ fsync = false }: PostgresOptions = {}): Promise<Postgres> {
  const binaries = findBinaries();
  const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
  const data = join(folder, 'data');
  const port = await freePort();
  if (isRoot()) await giveToPostgres(folder);
  await asServerUser(join(binaries, 'initdb'), [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--no-sync',
  ]);

  async function start(): Promise<void> {
    const settings = [`-p ${port}`, '-h 127.0.0.1', `-k ${folder}`, `-c fsync=${fsync ? 'on' : 'off'}`];
    await pgCtl('start', '-w', '-l', join(folder, 'log'), '-o', settings.join(' '));
  }

  async function stop(mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
    await pgCtl('stop', '-m', mode, '-t', String(STOP_TIMEOUT_SECONDS));
  }

  async function pgCtl(command: string, ...args: string[]): Promise<void> {
    await asServerUser(join(binaries, 'pg_ctl'), [command, '-D', data, '-s', ...args]);
  }

  const stopAtExit = (): void => {
    const [file, args] = command(join(binaries, 'pg_ctl'), ['stop', '-D', data, '-s', '-m', 'immediate']);
    if (existsSync(join(data, 'postmaster.pid'))) execFileSync(file, args, { cwd: tmpdir(), stdio: 'ignore' });
  };

  await start();
  process.once('exit', stopAtExit);
  return {
    host: '127.0.0.1',
    port,
    urlOf: (database) => `postgres://postgres@127.0.0.1:${port}/${database}`,
    start,
    stop,
    async remove() {
      if (existsSync(join(data, 'postmaster.pid'))) await stop('immediate');
      process.removeListener('exit', stopAtExit);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function findBinaries(): string {
  const found = candidates().find((folder) => existsSync(join(folder, 'initdb')));
  if (found !== undefined) return found;
  throw new Error(
    'No PostgreSQL server here. Install one (Debian: apt-get install postgresql; macOS: brew install postgresql@17) and run this again.',
  );
}

function candidates(): string[] {
  return [
    ...versionsIn('/usr/lib/postgresql').map((folder) => join(folder, 'bin')),
    ...versionsIn('/opt/homebrew/opt', 'postgresql').map((folder) => join(folder, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
    '/usr/local/pgsql/bin',
  ];
}

function versionsIn(folder: string, prefix = ''): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.startsWith(prefix));
  return names.sort((a, b) => b.localeCompare(a, 'en', { numeric: true })).map((name) => join(folder, name));
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The server refuses to run as root, so root lends it the user that every package of PostgreSQL makes. */
async function giveToPostgres(folder: string): Promise<void> {
  const idOf = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  await chown(folder, idOf('-u'), idOf('-g'));
  await chmod(folder, 0o700);
}

function command(file: string, args: readonly string[]): [string, string[]] {
  if (!isRoot()) return [file, [...args]];
  return ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', file, ...args]];
}

async function asServerUser(file: string, args: readonly string[]): Promise<void> {
  const [program, all] = command(file, args);
  await run(program, all, { cwd: tmpdir() });
}
