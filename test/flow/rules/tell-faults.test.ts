import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openPolicyFile } from '../../../src/files/policy/policy-file.ts';
import { createTellFaults } from '../../../src/flow/rules/tell-faults.ts';
import { createBoltLogger } from '../../../src/slack/client/bolt-logger.ts';
import { createPostingClient } from '../../../src/slack/client/posting-client.ts';
import { createTellPolicy } from '../../../src/slack/rules/tell-policy.ts';
import { openNew, SILENT } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { shownText } from '../../support/block-walk.ts';
import { ROLES } from '../../support/policies.ts';
import { startSlackApi } from '../../support/slack-api.ts';

const GOOD = `${ROLES}\nrules:\n  - allow: lead\n`;
const FAULTY = `${ROLES}\nrules:\n  - allow: lead\n  - approve: { by: chef }\n`;
const OTHER_FAULT = `${ROLES}\nrules:\n  - alow: lead\n`;

/** A policy file that several processes read, one ledger that they share, and the channel that is told. */
async function scene(first = GOOD) {
  const folder = await mkdtemp(join(tmpdir(), 'policy-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'policy.yml');
  if (first !== '') await writeFile(path, first);
  const slack = await startSlackApi();
  onTestFinished(() => slack[Symbol.asyncDispose]());
  const opened = await openNew(createSqliteDatabase);
  const client = createPostingClient({ botToken: 'xoxb-1', apiUrl: slack.apiUrl, logger: createBoltLogger(SILENT) });
  const tell = createTellPolicy({ client, channel: 'C0AUDIT', log: SILENT });

  /** Another process, or this one after a restart. */
  async function process(pollMs = 10) {
    const policy = await openPolicyFile({ path, isNamed: false, log: SILENT, pollMs });
    onTestFinished(policy.close);
    const { rules } = await opened.openAgain();
    const look = createTellFaults({ policy, told: rules.toldFaults, tell });
    const looks = async () => {
      for (let n = 0; n < 3; n += 1) await look();
    };
    return { policy, look, looks, reads: (problems: number) => expect.poll(policy.problems).toHaveLength(problems) };
  }
  const told = () =>
    slack.calls
      .filter(({ method }) => method === 'chat.postMessage')
      .map(({ args }) => `${String(args['channel'])}: ${shownText(args['blocks'])}`);
  const headlines = () => slack.calls.map(({ args }) => String(args['text']));
  return { process, told, headlines, slack, write: (text: string) => writeFile(path, text) };
}

describe('a policy file that gets a fault', () => {
  it('is told with line and field, with what is in force meanwhile and who can fix it', async () => {
    const { process, told, write } = await scene();
    const one = await process();
    await one.looks();
    await write(FAULTY);
    await one.reads(1);
    await one.looks();

    expect(told()).toHaveLength(1);
    const [message = ''] = told();
    expect(message).toContain('C0AUDIT: ⚠ policy.yml is not taken as it is now');
    expect(message).toContain(
      'policy.yml, line 4: rule 2, approve.by names chef, which is none of the roles above (agent, lead, admin, on_call).',
    );
    expect(message).toContain('Meanwhile the last good one stays in force, as it was read before (1 rule, 4 roles,');
    expect(message).toContain('Whoever looks after policy.yml can fix it: I read it again within seconds');
    expect(message).toContain('Do not restart me before that');
    expect(one.policy.current()?.rules).toHaveLength(1);
  });

  it('says that everything may be sent where there was no policy before', async () => {
    const { process, told, write } = await scene('');
    const one = await process();
    await write(FAULTY);
    await one.reads(1);
    await one.looks();

    expect(told()[0]).toContain(
      'There was no policy before, so meanwhile whoever may post in a channel may send anything to anybody.',
    );
  });

  it('is told once for each fault, and once when it is good again, by whichever process looks first', async () => {
    const { headlines, process, write } = await scene();
    const [one, two] = [await process(), await process()];
    const bothLook = () => Promise.all([one.looks(), two.looks()]);
    await bothLook();
    await write(FAULTY);
    await Promise.all([one.reads(1), two.reads(1)]);
    await bothLook();
    await bothLook();
    await write(OTHER_FAULT);
    await expect.poll(() => one.policy.problems()[0]).toContain('alow');
    await expect.poll(() => two.policy.problems()[0]).toContain('alow');
    await bothLook();
    await write(FAULTY);
    await expect.poll(() => one.policy.problems()[0]).toContain('chef');
    await one.looks();
    await write(GOOD);
    await Promise.all([one.reads(0), two.reads(0)]);
    await bothLook();

    expect(headlines()).toEqual([
      '⚠ policy.yml is not taken as it is now',
      '⚠ policy.yml is not taken as it is now',
      '✓ policy.yml is good again',
    ]);
  });

  it('is announced as fixed by a process that was started after that, and by no later one', async () => {
    const { headlines, process, write } = await scene();
    const before = await process();
    await write(FAULTY);
    await before.reads(1);
    await before.looks();
    before.policy.close();
    await write(GOOD);

    await (await process()).looks();
    await (await process()).looks();

    expect(headlines()).toEqual(['⚠ policy.yml is not taken as it is now', '✓ policy.yml is good again']);
  });

  it('is not told by a process that has not read it yet', async () => {
    const { headlines, process, write } = await scene();
    const [quick, slow] = [await process(), await process(60_000)];
    await slow.looks();
    await write(FAULTY);
    await quick.reads(1);
    await quick.looks();
    await slow.looks();

    expect(headlines()).toEqual(['⚠ policy.yml is not taken as it is now']);
  });

  it('is not told while it is being written', async () => {
    const { headlines, process, write } = await scene();
    const one = await process();
    await one.looks();
    await write(FAULTY);
    await one.reads(1);
    await one.look();
    await write(GOOD);
    await one.reads(0);
    await one.looks();

    expect(headlines()).toEqual([]);
  });

  it('is told later where Slack was away, and not asked about again where the channel is gone', async () => {
    const { headlines, process, slack, write } = await scene();
    const one = await process();
    await write(FAULTY);
    await one.reads(1);
    slack.script('chat.postMessage', { status: 503 }, { error: 'token_revoked' });
    await one.looks();
    await one.looks();
    expect(headlines()).toHaveLength(3);

    slack.script('chat.postMessage', { status: 503 }, { error: 'channel_not_found' });
    await write(GOOD);
    await one.reads(0);
    await one.looks();
    await one.looks();
    expect(headlines().slice(3)).toEqual(['✓ policy.yml is good again', '✓ policy.yml is good again']);
  });
});
