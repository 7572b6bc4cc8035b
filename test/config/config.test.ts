import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readConfig, variables } from '../../src/config/config.ts';

const GOOD = {
  SLACK_BOT_TOKEN: 'xoxb-1234567890-abc',
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
  KALEYRA_SID: 'HXIN1783361374IN',
  KALEYRA_API_KEY: 'A1b2c3d4e5f6',
  KALEYRA_FROM: '919800000000=Support',
};

function refusal(environment: Record<string, string>): string {
  const read = readConfig(environment);
  if (read.ok) throw new Error('the configuration was taken');
  return read.failure;
}

describe('the configuration', () => {
  it('is read from the few variables that have no default', () => {
    const read = readConfig(GOOD);

    expect(read).toMatchObject({
      ok: true,
      value: {
        senders: [{ number: '+919800000000', name: 'Support' }],
        callback: undefined,
        values: { KALEYRA_API_DOMAIN: 'https://api.in.kaleyra.io', KALEYRA_TIMEOUT_MS: 15_000, PORT: 3000 },
      },
    });
  });

  it('is the same with the blanks that come with a copied value', () => {
    const secrets = { KALEYRA_CALLBACK_SECRET: 'a'.repeat(32), PUBLIC_URL: 'https://bot.example/x' };
    const others = { PORT: '4000', DATABASE_URL: 'postgres://x/y', SLACK_API_URL: 'https://slack.com/api/' };
    const all = { ...GOOD, ...secrets, ...others, MODE: 'live', DEFAULT_COUNTRY: 'IN' };
    const blank = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r', '\u00a0', '\ufeff'), maxLength: 3 });

    fc.assert(
      fc.property(fc.constantFrom(...Object.entries(all)), blank, blank, ([name, value], before, behind) => {
        expect(readConfig({ ...all, [name]: `${before}${value}${behind}` })).toEqual(readConfig(all));
      }),
    );
    expect(readConfig(all).ok).toBe(true);
  });

  it('names every wrong variable in one message', () => {
    const message = refusal({
      ...GOOD,
      KALEYRA_SID: '',
      KALEYRA_API_KEY: 'changeme',
      PORT: '-1',
      DEFAULT_COUNTRY: 'india',
    });

    expect(message.split('\n')[0]).toBe('Cannot start: 4 settings need fixing.');
    expect(message).toMatch(
      /KALEYRA_SID is missing[\s\S]*KALEYRA_API_KEY still holds[\s\S]*DEFAULT_COUNTRY[\s\S]*PORT/,
    );
  });

  it('has a mode, the numbers of the team, and a policy that has to exist only when it is named', () => {
    expect(readConfig(GOOD)).toMatchObject({
      value: {
        values: { MODE: 'live', TEAM_NUMBERS: [], MIRROR_OPTOUTS: false },
        policyFile: { path: 'policy.yml', isNamed: false },
      },
    });
    const given = {
      MODE: 'team',
      TEAM_NUMBERS: '+919811111111, 919822222222,919811111111',
      TEAM_CODE_TEMPLATE: 'login_code: en_GB',
      POLICY_FILE: 'rules.yml',
      INBOX_CHANNEL: 'C0INBOX',
      MIRROR_OPTOUTS: 'true',
    };
    expect(readConfig({ ...GOOD, ...given })).toMatchObject({
      value: {
        values: {
          MODE: 'team',
          TEAM_NUMBERS: ['+919811111111', '+919822222222'],
          TEAM_CODE_TEMPLATE: { name: 'login_code', language: 'en_GB' },
          MIRROR_OPTOUTS: true,
        },
        policyFile: { path: 'rules.yml', isNamed: true },
      },
    });
    expect(
      refusal({
        ...GOOD,
        MODE: 'test',
        TEAM_NUMBERS: '12',
        TEAM_CODE_TEMPLATE: 'code',
        INBOX_CHANNEL: 'inbox',
        MIRROR_OPTOUTS: 'yes',
      }),
    ).toMatch(
      /MODE has to be trial, team or live[\s\S]*TEAM_NUMBERS has to be numbers[\s\S]*TEAM_CODE_TEMPLATE has to be a template’s name[\s\S]*INBOX_CHANNEL has to be a channel[\s\S]*MIRROR_OPTOUTS has to be true or false/,
    );
  });

  it.each([
    ['KALEYRA_TIMEOUT_MS', 100, 60_000, 15_000],
    ['KALEYRA_RECIPIENTS_PER_REQUEST', 1, 100, 20],
    ['KALEYRA_MESSAGES_PER_SECOND', 1, 100_000, 40],
    ['KALEYRA_MAX_IN_FLIGHT', 1, 1_000, 256],
    ['LIST_MAX_ROWS', 1, 10_000, 2_000],
    ['PORT', 0, 65_535, 3_000],
  ])('takes for %s a whole number from %i to %i, and %i where it is not set', (name, least, most, standard) => {
    const read = (value: string) => readConfig({ ...GOOD, [name]: value });
    const problem = `${name} has to be a whole number from ${least} to ${most}`;

    expect(readConfig(GOOD)).toMatchObject({ value: { values: { [name]: standard } } });
    expect(read(String(least))).toMatchObject({ value: { values: { [name]: least } } });
    expect(read(String(most))).toMatchObject({ value: { values: { [name]: most } } });
    for (const value of [String(least - 1), String(most + 1), '1.5', '1e3', 'x']) {
      expect(refusal({ ...GOOD, [name]: value })).toContain(problem);
    }
  });

  it.each([
    ['MODE', ['trial', 'team', 'live']],
    ['LOG_LEVEL', ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']],
    ['KALEYRA_CALLBACK_TOKEN', ['query', 'ref', 'off']],
    ['MIRROR_OPTOUTS', ['true', 'false']],
  ] as const)('takes for %s each of its words, and no other', (name, words) => {
    for (const word of words) {
      const expected = name === 'MIRROR_OPTOUTS' ? word === 'true' : word;
      expect(readConfig({ ...GOOD, TEAM_NUMBERS: '919811111111', [name]: word })).toMatchObject({
        value: { values: { [name]: expected } },
      });
    }
    expect(refusal({ ...GOOD, [name]: 'perhaps' })).toContain(`${name} has to be`);
  });

  it('never shows a value', () => {
    const secrets = {
      SLACK_BOT_TOKEN: 'xoxp-s3cr3t-s3cr3t',
      KALEYRA_SID: '../s3cr3t',
      KALEYRA_FROM: 's3cr3t',
      PUBLIC_URL: 'ftp://s3cr3t',
    };

    expect(refusal({ ...GOOD, ...secrets })).not.toContain('s3cr3t');
  });

  it.each(['xoxb-your-token', 'changeme', '<token>', 'xoxb-xxxxxxxxxx'])(
    'refuses the placeholder %s',
    (placeholder) => {
      expect(refusal({ ...GOOD, SLACK_BOT_TOKEN: placeholder })).toContain(
        'SLACK_BOT_TOKEN still holds the placeholder',
      );
    },
  );

  it('accepts plain HTTP for a loopback host only', () => {
    expect(readConfig({ ...GOOD, KALEYRA_API_DOMAIN: 'http://127.0.0.1:4010' }).ok).toBe(true);
    expect(readConfig({ ...GOOD, SLACK_API_URL: 'http://localhost:4000/api/' }).ok).toBe(true);
    expect(refusal({ ...GOOD, KALEYRA_API_DOMAIN: 'http://10.0.0.5:4010' })).toContain('for this machine only');
    expect(refusal({ ...GOOD, KALEYRA_API_DOMAIN: 'https://kaleyra.example' })).toContain('KALEYRA_API_DOMAIN');
    expect(refusal({ ...GOOD, SLACK_API_URL: 'http://slack.example/api/' })).toContain('SLACK_API_URL');
  });

  it('knows every pod that Kaleyra names', () => {
    for (const pod of [
      'api.in.kaleyra.io',
      'api.kaleyra.io',
      'api.ap.kaleyra.io',
      'api.eu.kaleyra.io',
      'api.na.kaleyra.ai',
      'api.na.kaleyra.io',
    ]) {
      expect(readConfig({ ...GOOD, KALEYRA_API_DOMAIN: pod })).toMatchObject({
        value: { values: { KALEYRA_API_DOMAIN: `https://${pod}` } },
      });
    }
  });

  it('takes only countries whose numbers it can read', () => {
    expect(readConfig({ ...GOOD, DEFAULT_COUNTRY: 'IN' }).ok).toBe(true);
    expect(refusal({ ...GOOD, DEFAULT_COUNTRY: 'AQ' })).toContain('DEFAULT_COUNTRY has to be');
  });

  it('needs a signing secret only without Socket Mode', () => {
    const { SLACK_SIGNING_SECRET: _, ...socket } = GOOD;

    expect(refusal(socket)).toContain('SLACK_SIGNING_SECRET is missing');
    expect(readConfig({ ...socket, SLACK_APP_TOKEN: 'xapp-1-A1-abcdef' }).ok).toBe(true);
  });

  it.each([
    'changemechangemechangemechangemechangeme',
    'change-me-change-me-change-me-change-me',
    'CHANGE_ME_CHANGE_ME_CHANGE_ME_CHANGE_ME',
    'changeme1changeme2changeme3changeme4',
    'secretsecretsecretsecretsecretsecret',
    'test-secret-test-secret-test-secret-1',
    'password_00000000000000000000000000000',
    'your-callback-secret-of-32-letters-or-more',
  ])('refuses a callback secret that is only a sample, said until it is long enough: %s', (sample) => {
    const url = { ...GOOD, PUBLIC_URL: 'https://bot.example/' };

    expect(refusal({ ...url, KALEYRA_CALLBACK_SECRET: sample })).toContain('KALEYRA_CALLBACK_SECRET has to be 32');
  });

  it('needs a callback secret with a public address, and takes two while one is rotated', () => {
    const url = { ...GOOD, PUBLIC_URL: 'https://bot.example/' };
    const [old, fresh] = ['a'.repeat(32), 'b'.repeat(40)];

    expect(refusal(url)).toContain('KALEYRA_CALLBACK_SECRET is missing');
    expect(refusal({ ...url, KALEYRA_CALLBACK_SECRET: 'short' })).toContain('32 or more');
    expect(readConfig({ ...url, KALEYRA_CALLBACK_SECRET: `${fresh}, ${old}` })).toMatchObject({
      value: { callback: { publicUrl: 'https://bot.example', secrets: [fresh, old], tokenRides: 'query' } },
    });
  });

  it('takes a blank variable for one that is not set', () => {
    expect(readConfig({ ...GOOD, MODE: '  ', PORT: '', POLICY_FILE: ' ' })).toMatchObject({
      value: { values: { MODE: 'live', PORT: 3_000 }, policyFile: { path: 'policy.yml', isNamed: false } },
    });
  });

  it.each(Object.keys(GOOD))('does not start without %s, and says so in one line', (name) => {
    expect(refusal({ ...GOOD, [name]: ' ' })).toMatch(
      new RegExp(`^Cannot start: 1 setting needs fixing\\.[\\s\\S]*${name} is missing`),
    );
  });

  it('says of each setting what it is, and its default as it is', () => {
    const read = readConfig(GOOD);
    const values: Record<string, unknown> = read.ok ? read.value.values : {};
    const described = variables();

    expect(described.filter(({ description }) => description === '')).toEqual([]);
    const defaults = described.flatMap(({ name, standard }) => {
      const [, said] = /^`([^`]+)`$/.exec(standard) ?? [];
      return said === undefined ? [] : [[name, said]];
    });
    expect(defaults.length).toBeGreaterThan(10);
    for (const [name = '', said = ''] of defaults)
      expect(String(values[name])).toMatch(new RegExp(`^(https://)?${said}$`));
    expect(described.filter(({ standard }) => standard === 'required').map(({ name }) => name)).toEqual(
      Object.keys(GOOD).filter((name) => name !== 'SLACK_SIGNING_SECRET'),
    );
    expect(described.filter(({ standard }) => standard === '–').map(({ name }) => name)).toContain('DEFAULT_COUNTRY');
  });

  it.each([
    ['https://bot.example', true],
    ['https://bot.example/whatsapp', true],
    ['http://localhost:3000', true],
    ['http://127.0.0.1', true],
    ['http://[::1]:3000/', true],
    ['http://bot.example', false],
    ['http://localhost.bot.example', false],
    ['ftp://localhost', false],
    ['https://asha@bot.example', false],
    ['https://:asha@bot.example', false],
    ['https://bot.example/?token=1', false],
    ['https://bot.example/#top', false],
    ['https://bot.example/?', false],
    ['https://bot.example/#', false],
    ['https://bot.example/a b', false],
    ['https://bot.example\n/a', false],
    ['bot.example', false],
  ])('takes an address that a token can travel to, and no other: %s %s', (PUBLIC_URL, isTaken) => {
    const read = readConfig({ ...GOOD, PUBLIC_URL, KALEYRA_CALLBACK_SECRET: 'a'.repeat(32) });

    expect(read.ok).toBe(isTaken);
    if (!read.ok) expect(read.failure).toContain('PUBLIC_URL has to be an https:// address');
  });

  it('gives a public address without the slashes at its end, and no callback without it', () => {
    const secrets = { KALEYRA_CALLBACK_SECRET: 'a'.repeat(32) };

    expect(readConfig({ ...GOOD, ...secrets, PUBLIC_URL: 'https://bot.example/x//' })).toMatchObject({
      value: { callback: { publicUrl: 'https://bot.example/x' }, reportsExpected: true },
    });
    expect(readConfig({ ...GOOD, ...secrets })).toMatchObject({
      value: { callback: undefined, reportsExpected: false },
    });
  });

  it.each([
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010'],
    ['http://127.0.0.1:4010/', 'http://127.0.0.1:4010'],
    ['https://localhost:4010', 'https://localhost:4010'],
    ['http://127.0.0.1:4010/v1', undefined],
    ['ftp://127.0.0.1:4010', undefined],
    ['127.0.0.1:4010', undefined],
    ['api.in.kaleyra.io.example.com', undefined],
  ])('takes for Kaleyra’s address a pod, or this machine: %s', (KALEYRA_API_DOMAIN, origin) => {
    const read = readConfig({ ...GOOD, KALEYRA_API_DOMAIN });

    expect(read.ok ? read.value.values.KALEYRA_API_DOMAIN : undefined).toBe(origin);
  });

  it.each([
    ['919800000000', [['+919800000000', undefined]]],
    ['+919800000000= ', [['+919800000000', undefined]]],
    [
      ' 919800000000 = Support , +390612345678=Sales=Italy',
      [
        ['+919800000000', 'Support'],
        ['+390612345678', 'Sales=Italy'],
      ],
    ],
    ['919800000000=Support,+919800000000=Sales', undefined],
    ['919800000000,Support', undefined],
    ['', undefined],
  ])('takes for its senders numbers with their names, each once: %j', (KALEYRA_FROM, senders) => {
    const read = readConfig({ ...GOOD, KALEYRA_FROM });

    expect(read.ok ? read.value.senders.map(({ name, number }) => [number, name]) : undefined).toEqual(senders);
  });

  it.each([
    ['a'.repeat(32), true],
    [`${'a'.repeat(32)},${'b'.repeat(200)}`, true],
    ['a'.repeat(31), false],
    ['a'.repeat(201), false],
    [`${'a'.repeat(32)},short`, false],
    [`${'a'.repeat(32)},secretsecretsecretsecretsecretsecret`, false],
    [['a', 'b', 'c'].map((sign) => sign.repeat(32)).join(','), false],
  ])('takes one secret for its callbacks, or two: %s', (KALEYRA_CALLBACK_SECRET, isTaken) => {
    expect(readConfig({ ...GOOD, KALEYRA_CALLBACK_SECRET }).ok).toBe(isTaken);
  });

  it.each([
    ['Files.Example.com, cdn.example.org', ['files.example.com', 'cdn.example.org']],
    ['files.example.com, not a host', undefined],
    ['https://files.example.com', undefined],
  ])('takes hosts of media by their names: %s', (MEDIA_HOSTS, hosts) => {
    const read = readConfig({ ...GOOD, MEDIA_HOSTS });

    expect(read.ok ? read.value.values.MEDIA_HOSTS : undefined).toEqual(hosts);
  });

  it.each([
    ['SLACK_BOT_TOKEN', 'xoxp-1234567890', 'xoxb-…'],
    ['SLACK_APP_TOKEN', 'xapp-1', 'xapp-…'],
    ['SLACK_SIGNING_SECRET', 'short', 'the signing secret'],
    ['KALEYRA_SID', 'HX-1783361374', 'HX…'],
    ['KALEYRA_API_KEY', 'short', 'the key of the account'],
  ])('says what %s looks like when it cannot be one', (name, value, shape) => {
    expect(refusal({ ...GOOD, [name]: value })).toContain(`${name} has to look like ${shape}`);
  });
});
