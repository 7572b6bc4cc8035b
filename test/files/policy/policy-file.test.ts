import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openPolicyFile } from '../../../src/files/policy/policy-file.ts';
import { ROLES } from '../../support/policies.ts';

let folder: string;
let path: string;
const logged: { readonly level: string; readonly data: object; readonly event: string }[] = [];
const line = (level: string) => (data: object, event: string) => void logged.push({ level, data, event });
const log = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policy-'));
  path = join(folder, 'policy.yml');
  logged.length = 0;
});
afterEach(() => rm(folder, { recursive: true }));

async function open(isNamed = false) {
  const policy = await openPolicyFile({ path, isNamed, log, pollMs: 10 });
  onTestFinished(policy.close);
  return policy;
}

describe('the policy file', () => {
  it('may be missing, until there is one', async () => {
    const policy = await open();
    expect(policy.current()).toBeUndefined();
    expect(policy.problems()).toEqual([]);

    writeFileSync(path, ROLES);

    await expect.poll(() => policy.current()?.roles.size).toBe(4);
  });

  it('has to exist where the configuration names it, and to be right at the start', async () => {
    await expect(open(true)).rejects.toThrow('policy.yml does not exist');
    writeFileSync(path, 'rules: [{ allow: chef }]');
    await expect(open()).rejects.toThrow('policy.yml, line 1: rule 1, allow names chef');
  });

  it('stays in force as it was read last, while it has a fault and after it is gone', async () => {
    writeFileSync(path, ROLES);
    const policy = await open();
    const { hash } = policy.current() ?? {};
    let changes = 0;
    policy.onChange(() => {
      changes += 1;
    });

    writeFileSync(path, `${ROLES}\nrules: [{ alow: lead }]`);
    await expect.poll(policy.problems).toHaveLength(1);
    expect(policy.problems()[0]).toContain('policy.yml, line 2: rule 1 has alow, which is not known here');
    expect(policy.current()?.hash).toBe(hash);
    expect(logged.filter(({ level }) => level === 'error')).toMatchObject([{ data: { inForce: hash } }]);

    await rm(path);
    await expect.poll(policy.problems).toEqual(['policy.yml does not exist.']);
    expect(policy.current()?.hash).toBe(hash);

    writeFileSync(path, `${ROLES}\nrules: [{ allow: lead }]`);
    await expect.poll(() => policy.current()?.rules.length).toBe(1);
    expect(policy.problems()).toEqual([]);
    expect(changes).toBe(1);
  });

  it.each(['', '\n\n', '# roles: { lead: [U0CARLA] }\n', ' # later\n\r\n'])(
    'stays in force when it is emptied, until it says again that there are no rules: %j',
    async (nothing) => {
      writeFileSync(path, ROLES);
      const policy = await open();
      const { hash } = policy.current() ?? {};

      writeFileSync(path, nothing);
      await expect.poll(policy.problems).toHaveLength(1);
      expect(policy.problems()[0]).toContain('policy.yml is empty, so what it said before stays in force');
      expect(policy.current()?.hash).toBe(hash);

      writeFileSync(path, 'rules: []\n');
      await expect.poll(() => policy.current()?.roles.size).toBe(0);
      expect(policy.problems()).toEqual([]);
    },
  );
});
