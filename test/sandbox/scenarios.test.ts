import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { FAULTS } from '../../sandbox/faults/fault-catalogue.ts';
import { SCENARIOS } from '../../sandbox/scenarios/scenarios.ts';
import { CHANNELS, MEMBERS } from '../../sandbox/seed-data.ts';

const main = (...args: string[]) =>
  spawnSync(process.execPath, ['sandbox/main.ts', ...args], { encoding: 'utf8', timeout: 20_000 });

describe('the scenarios', () => {
  it('each have a name of their own that fits into a link', () => {
    const names = SCENARIOS.map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9-]{3,30}$/);
  });

  it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
    '%s names what is there, and ends with something that must be seen',
    (_, { steps, shows }) => {
      for (const step of steps) {
        if (step.do === 'fault') expect(Object.keys(FAULTS)).toContain(step.id);
        if (step.do !== 'go') continue;
        const member = MEMBERS.find(({ name }) => name === step.as);
        const places = CHANNELS.filter(({ memberIds }) => memberIds.includes(member?.id ?? ''));
        expect(places.map(({ name }) => name)).toContain(step.channel);
      }
      expect(steps.some((step) => step.do === 'see')).toBe(true);
      expect(shows).toMatch(/^[A-Z].{20,160}\.$/);
    },
  );

  it('are listed by --scenario list', () => {
    const { status, stdout } = main('--scenario', 'list');

    expect(status).toBe(0);
    for (const { name } of SCENARIOS) expect(stdout).toContain(name);
  });

  it('are named when --scenario asks for one that is not there', () => {
    const { status, stderr } = main('--scenario', 'earthquake');

    expect(status).toBe(1);
    expect(stderr).toMatch(/^✕ There is no scenario earthquake\. These are there:\n/);
    expect(stderr).toContain('killed-in-flight');
  });
});

describe('an argument of the sandbox that makes no sense', () => {
  it.each([['--prot', '4000'], ['--port', 'x'], ['--port', '70000'], ['more']])(
    'is answered by a sentence and the help: %s %s',
    (...args) => {
      const { status, stderr } = main(...args);

      expect(status).toBe(1);
      expect(stderr).toContain(args.at(-1) === '4000' ? '--prot' : args.at(-1));
      expect(stderr).toContain('npm run sandbox --');
      expect(stderr).not.toContain('    at ');
    },
  );
});
