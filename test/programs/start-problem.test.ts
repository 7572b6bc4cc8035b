import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startProblem } from '../../src/programs/start-problem.ts';

/** The error of Node for a server that cannot listen there. */
function listenError(host: string, port: number): Promise<unknown> {
  const server = createServer();
  onTestFinished(() => void server.close());
  return new Promise((resolve) => server.once('error', resolve).listen(port, host));
}

describe('why the bot does not start', () => {
  it('names the port that is in use, and what to do', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;

    const error = await listenError('127.0.0.1', port);

    expect(startProblem(error, { HOST: '127.0.0.1', PORT: port })).toBe(
      `Port ${port} is in use. Stop the program that uses it, or set PORT to another one.`,
    );
  });

  it('names an address that this machine does not have', async () => {
    const error = await listenError('192.0.2.1', 0);

    expect(startProblem(error, { HOST: '192.0.2.1', PORT: 0 })).toBe(
      'The bot cannot listen on 192.0.2.1 (EADDRNOTAVAIL). Set HOST to an address of this machine.',
    );
  });

  it('says of a low port that this user may not have it', () => {
    const error = Object.assign(new Error('listen EACCES'), { code: 'EACCES', syscall: 'listen' });

    expect(startProblem(error, { HOST: '0.0.0.0', PORT: 80 })).toBe(
      'This user may not listen on port 80. Set PORT to one above 1023.',
    );
  });

  it('repeats in one sentence whatever else went wrong', () => {
    const error = new Error('The ledger cannot be opened (ECONNREFUSED). Check DATABASE_URL');

    expect(startProblem(error, { HOST: '0.0.0.0', PORT: 3000 })).toBe(`${error.message}.`);
  });
});
