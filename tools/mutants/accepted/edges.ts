import { A_MOMENT, type Accepted, all, SPEED } from './reasons.ts';

export const AT_EDGES: readonly Accepted[] = [
  ...all('src/slack/access/roles.ts', A_MOMENT, [['else if (age > REFRESH_AFTER_MS) void askOnce(id);', '> → >=']]),
  ...all('src/slack/commands/typed-template.ts', SPEED, [['if (families === undefined) {', '=== → !==']]),
  ...all('src/plug/rules.ts', 'The timer is cleared when the bot stops; this is for a start that fails half-way.', [
    ['timer = setInterval(() => void roles.refresh(), REFRESH_EVERY_MS).unref();', '.unref() dropped'],
  ]),
  ...all('src/http/connections.ts', 'When both sets hold as many sockets, one of either may be dropped.', [
    ['const [dropped = socket] = unheard.size >= idle.size ? unheard : idle;', '>= → >'],
  ]),
  ...all('src/http/health.ts', 'The body of a health check is not used.', [['maxBodyBytes: 0,', '0 → 1']]),
  ...all('src/http/body-reader.ts', SPEED, [
    ['if (announced === 0) return Promise.resolve(ok(Buffer.alloc(0)));', 'guard dropped'],
  ]),
  ...all('src/http/refused-bytes.ts', 'The collector runs one byte earlier, of two million.', [
    ['let bytes = 0;', '0 → 1'],
    ['bytes = 0;', '0 → 1'],
  ]),
  ...all(
    'src/http/server.ts',
    'The limits of a head and of a body end a request earlier; this one is for what they overlook.',
    [['requestTimeout: 10_000,', '10_000 → 100000']],
  ),
  ...all('src/http/server.ts', 'It saves the memory of what comes in meanwhile; the connection ends either way.', [
    ['request.socket.destroySoon();', 'statement dropped'],
  ]),
  ...all(
    'src/http/server.ts',
    'A server that listens has no error that a test can cause; one that comes all the same is not to be lost.',
    [["server.off('error', reject);", 'statement dropped']],
  ),
  ...all(
    'src/kaleyra/wire/wire-tracker.ts',
    'Undici tells of every request that it writes, whatever its method; nothing else is proved.',
    [["method: 'POST',", "'POST' changed"]],
  ),
  ...all(
    'src/kaleyra/wire/wire-tracker.ts',
    'A server that listens on a host has a port; the compiler does not know that.',
    [["else reject(new Error('The self-test has no port.'));", 'statement dropped']],
  ),
  ...all('src/numbering/time-zones.ts', 'A clock gives hours and minutes; the compiler does not know that.', [
    ["const [hours = 0, minutes = 0] = clock.format(now).split(':').map(Number);", '0 → 1'],
  ]),
  ...all('src/kaleyra/provider.ts', 'Only tests give other waits than the usual ones, to be done sooner.', [
    ['...options.waits,', 'spread dropped'],
  ]),
  ...all(
    'src/kaleyra/templates/template-list.ts',
    'A test of it would take half a minute; the waits for a head and for a body are tried.',
    [['const DEADLINE_MS = 30_000;', '30_000 → 300000']],
  ),
  ...all('src/numbering/second-reading.ts', 'No group at all is no number.', [
    ['for (let end = whole.runs.length; end > at; end -= 1) {', '> → >='],
  ]),
  ...all('src/numbering/second-reading.ts', 'Behind the last group there is none that could be a number.', [
    ['for (let at = 1; at < whole.runs.length && digitsBefore(whole, at) <= MAX_LIST_DIGITS; at += 1) {', '< → <='],
  ]),
  ...all('src/http/server.ts', 'A server that closes is only looked at less often.', [
    ['const CLOSE_CHECK_MS = 50;', '50 → 500'],
  ]),
  ...all(
    'src/programs/doctor/templates-check.ts',
    'The doctor ends soon after, and looks at a file keep no process alive.',
    [['catalogue.close();', 'statement dropped']],
  ),
];
