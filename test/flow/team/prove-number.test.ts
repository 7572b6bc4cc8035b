import { describe, expect, it } from 'vitest';
import type { Mode } from '../../../src/core/rules/mode.ts';
import { CommitOutcomeUnknown } from '../../../src/flow/ports/store/accept-send.ts';
import type { NumberCodes } from '../../../src/flow/ports/store/rules/number-codes.ts';
import { createAskRules } from '../../../src/flow/rules/ask-rules.ts';
import { createFindOptedOut } from '../../../src/flow/rules/opted-out.ts';
import { createFindOutsideTeam, outsideTeamNote, outsideTeamProblem } from '../../../src/flow/rules/outside-team.ts';
import { createProveNumber } from '../../../src/flow/team/prove-number.ts';
import { createEncoding } from '../../../src/kaleyra/request/encoding.ts';
import { createNumbering } from '../../../src/numbering/numbering.ts';
import { openNew } from '../../store/opened-ledger.ts';
import { CODE_TEMPLATE } from '../../store/rules/number-codes.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { policyOf, ROLES } from '../../support/policies.ts';
import { roleFinderOf, ruleBookOf } from '../../support/role-finder.ts';
import { phone } from '../../support/sends.ts';
import { memoryLog } from '../../support/slack.ts';
import { catalogueOf } from '../../support/slack-needs.ts';

const PRIYA = phone('+919876543210');
const BEN = phone('+919876543211');

interface Setting {
  readonly mode?: Mode;
  readonly codeTemplate?: { readonly name: string; readonly language: string } | undefined;
  readonly templates?: Parameters<typeof catalogueOf>;
  readonly policy?: string;
  readonly numberCodes?: Partial<NumberCodes>;
}

async function opened(setting: Setting = {}) {
  const { mode = 'team', policy, templates = [CODE_TEMPLATE] } = setting;
  const store = await openNew(createSqliteDatabase);
  const ruleBook = ruleBookOf(policy === undefined ? undefined : policyOf(policy));
  const roles = roleFinderOf(ruleBook, {});
  const { numberCodes, optOuts } = store.rules;
  const findOutsideTeam = createFindOutsideTeam({ mode, teamNumbers: [BEN], numberCodes });
  const log = memoryLog();
  const wakes: string[] = [];
  const concealed: string[] = [];
  let sends = 0;
  const proveNumber = createProveNumber({
    mode,
    codeTemplate: 'codeTemplate' in setting ? setting.codeTemplate : CODE_TEMPLATE,
    catalogue: catalogueOf(...templates),
    loadNumbering: async () => createNumbering(undefined),
    findOutsideTeam,
    findOptedOut: createFindOptedOut({ optOuts, ruleBook, roles }),
    askRules: createAskRules({ mode, ruleBook, roles, namePeople: async () => new Map(), now: () => new Date() }),
    provider: createEncoding(undefined),
    numberCodes: { ...numberCodes, ...setting.numberCodes },
    senders: [phone('+919800000000')],
    reportsExpected: true,
    auditChannel: 'C9',
    newSendId: () => `S${++sends}`,
    newToken: () => `token-${sends}`,
    wakeAll: () => void wakes.push('all'),
    concealment: {
      during(values, run) {
        concealed.push(...values);
        return run();
      },
    },
    log,
  });
  const ask = async (number: string, dedupeKey = 'K1') => {
    const asked = await proveNumber.ask({ teamId: 'T1', actorId: 'U0ASHA', channelId: 'C1', number, dedupeKey });
    return asked.kind === 'refused' ? asked.sentence : asked.kind;
  };
  const lines = () => log.lines.map(({ level, message }) => `${level} ${message}`);
  return { ...store, ask, concealed, findOutsideTeam, lines, proveNumber, wakes };
}

describe('asking for a code', () => {
  it('is one send for one command, with a card for the person and one for the audit', async () => {
    const { ask, database, lookup } = await opened();

    expect([await ask('+91 98765 43210'), await ask('+91 98765 43210'), await ask('+91 98765 43210', 'K2')]).toEqual([
      'sent',
      'sent',
      'sent',
    ]);

    expect(await database.run('select id, actor_id, channel_id, opt_out_scope from sends order by id')).toHaveLength(2);
    expect(await database.run(`select role, destination from cards where send_id = 'S1' order by role`)).toEqual([
      { role: 'audit', destination: 'C9' },
      { role: 'channel', destination: 'U0ASHA' },
    ]);
    expect((await lookup.findSend('S1', { teamId: 'T1', channelId: 'C1', actorId: 'U0ASHA' }))?.message).toMatchObject({
      parameters: ['••••••'],
    });
  });

  it.each([
    ['live', 'There is nothing to prove: this bot is not in team mode, so your number gets messages like any other.'],
    ['trial', 'There is nothing to prove: this bot is on trial, and nothing leaves it, so no code could reach you.'],
  ] as const)('is of no use where the mode is %s', async (mode, sentence) => {
    const { ask, database } = await opened({ mode });

    expect(await ask('+919876543210')).toBe(sentence);
    expect(await database.run('select id from sends')).toEqual([]);
  });

  it('says what an admin has to set or to change', async () => {
    const unset = await opened({ codeTemplate: undefined });
    const gone = await opened({ templates: [] });
    const unfit = await opened({
      templates: [{ ...CODE_TEMPLATE, body: { text: 'Hello {{1}} and {{2}}', parameters: [] } }],
    });

    expect(await unset.ask('+919876543210')).toContain(
      'Your admin has to set TEAM_CODE_TEMPLATE to the `name:language`',
    );
    expect(await gone.ask('+919876543210')).toContain(
      'TEAM_CODE_TEMPLATE names team_code:en, which is not in the list',
    );
    expect(await unfit.ask('+919876543210')).toContain('team_code:en cannot carry a code');
  });

  it('says what is wrong with the number, and what needs no proof', async () => {
    const { ask } = await opened();

    expect(await ask('98765')).toContain('98765');
    expect(await ask('+919876543210, +919876543212')).toBe('One number at a time: a code was sent to nobody.');
    expect(await ask('+919800000000')).toMatch(/is the number that th/);
    expect(await ask('+919876543211')).toBe('•••• 3211 is one of the team’s numbers already: messages reach it.');
  });

  it('asks the rules, the wishes of the person, and the day’s limit like any send', async () => {
    const denied = await opened({
      policy: `${ROLES}\nrules: [{ match: { template: "team_*", recipients: ">0" }, deny: agent }]`,
    });
    const approved = await opened({ policy: `${ROLES}\nrules: [{ approve: { by: lead } }]` });
    const saidNo = await opened();
    const full = await opened({ policy: 'quotas: { workspace_day: 1 }' });
    await saidNo.rules.optOuts.addOptOuts({ numbers: [PRIYA], scope: 'all', source: 'word' });

    expect(await denied.ask('+919876543210')).toContain('policy.yml, rule 1');
    expect(await approved.ask('+919876543210')).toContain('a code does not wait for one');
    expect(await saidNo.ask('+919876543210')).toContain('•••• 3210 said no');
    expect([await full.ask('+919876543210'), await full.ask('+919876543210', 'K2')]).toEqual([
      'sent',
      'Nothing more can be sent from this workspace today; a code is one message (the policy allows 1 a day).',
    ]);
  });
});

describe('a ledger that does not answer when a code is asked for or tried', () => {
  const away = () => Promise.reject(new Error('away'));
  const uncertain = () => Promise.reject(new CommitOutcomeUnknown('broken off', { cause: undefined }));

  it.each<[string, NumberCodes['accept'], RegExp]>([
    ['is away', away, /^No code was sent/],
    ['may have saved it', uncertain, /^It is not certain that a code was sent/],
  ])('is told, and no worker is woken, when it %s', async (_, accept, sentence) => {
    const { ask, lines, wakes } = await opened({ numberCodes: { accept } });

    expect(await ask('+919876543210')).toMatch(sentence);
    expect(lines()).toEqual(['error code not sent']);
    expect(wakes).toEqual([]);
  });

  it.each<[string, NumberCodes['tryCode'], string]>([
    ['is away', away, 'error code not tried'],
    ['is silent', () => new Promise(() => undefined), 'warn the ledger is slow to try a code'],
  ])('says nothing of the code when it %s', async (_, tryCode, line) => {
    const { lines, proveNumber } = await opened({ numberCodes: { tryCode } });

    expect(await proveNumber.tryCode({ sendId: 'S1', personId: 'U0ASHA', typed: '123456' })).toEqual({
      kind: 'not_known',
    });
    expect(lines()).toEqual([line]);
  });

  it('is asked for the digits of what was typed, and the workers are woken by a code alone', async () => {
    const asked: unknown[] = [];
    const { ask, concealed, proveNumber, wakes } = await opened({
      numberCodes: {
        async tryCode(tried) {
          asked.push(tried);
          return { kind: 'proved' };
        },
      },
    });
    await ask('+919876543210');

    await proveNumber.tryCode({ sendId: 'S1', personId: 'U0ASHA', typed: ' １２3-456 ' });

    expect(asked).toEqual([{ sendId: 'S1', personId: 'U0ASHA', typed: '123456' }]);
    expect(concealed).toContain('１２3-456');
    expect(wakes).toEqual(['all']);
  });
});

describe('the numbers that team mode keeps messages from', () => {
  it('are those that are not in the configuration and that nobody has proved', async () => {
    const { database, findOutsideTeam, ledger } = await opened();
    await database.run(`insert into proved_numbers (number_key, person_id, attempts, asked_at, proved_at)
      values ('of nobody', 'U1', 0, 1, 1)`);
    const live = await opened({ mode: 'live' });

    expect(await findOutsideTeam([PRIYA, BEN])).toEqual([PRIYA]);
    expect(await live.findOutsideTeam([PRIYA, BEN])).toEqual([]);
    expect(await ledger.claimBatch('w')).toBeUndefined();
  });

  it('are named masked, with what to do', () => {
    expect(outsideTeamProblem([])).toBeUndefined();
    expect(outsideTeamNote([])).toBeUndefined();
    expect(outsideTeamProblem([PRIYA])).toBe(
      'Team mode: •••• 3210 is not one of the team’s numbers. Leave it out, or ask your admin to add it to TEAM_NUMBERS. /whatsapp-send my-number and the number proves one of your own.',
    );
    expect(outsideTeamNote([PRIYA, BEN])).toBe(
      'Team mode: •••• 3210, •••• 3211 are not among the team’s numbers. They get nothing.',
    );
  });
});
