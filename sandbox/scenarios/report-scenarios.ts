import type { FaultId } from '../faults/fault-catalogue.ts';
import { booking, card, IN_BOOKINGS, once, PRIYA, phoneMessages, type Scenario, SEND, type Step } from './scenario.ts';

function reports(name: string, fault: FaultId, title: string, shows: string, ...seen: readonly Step[]): Scenario {
  return { name, about: 'reports', title, shows, steps: [IN_BOOKINGS, once(fault), ...booking(PRIYA), SEND, ...seen] };
}

const READ: Step = { do: 'phone', number: PRIYA, act: 'read' };
const DELIVERED = card('The card says delivered', /1 of 1 delivered/);

export const REPORT_SCENARIOS: readonly Scenario[] = [
  reports(
    'reports-twice',
    'reports_twice',
    'Every report comes twice',
    'The second one changes nothing.',
    DELIVERED,
    READ,
    card('The card says read, once', /1 of 1 read/),
  ),
  reports(
    'reports-out-of-order',
    'reports_out_of_order',
    'Delivered is reported before sent',
    'A status never falls: the card says delivered and stays there.',
    DELIVERED,
    READ,
    card('The card says read, not sent', /1 of 1 read/),
  ),
  reports(
    'reports-never',
    'reports_never',
    'No report ever comes',
    'The card says what Kaleyra said, and claims no more.',
    phoneMessages(1, 'Priya’s phone has the message'),
    card('The card stays at accepted', /1 of 1 accepted/),
  ),
  reports(
    'reports-first',
    'reports_before_answer',
    'The first report comes before Kaleyra’s answer',
    'The report is kept until the answer says which message it is about.',
    DELIVERED,
  ),
  reports(
    'not-whitelisted',
    'not_whitelisted',
    'The callback address is not whitelisted at Kaleyra',
    'The message goes out, and the card says why there will be no delivery reports, and who can fix it.',
    phoneMessages(1, 'Priya’s phone has the message'),
    card('The card says that no reports will come', /No delivery reports/),
  ),
];
