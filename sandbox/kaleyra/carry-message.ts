import type { FaultId } from '../faults/fault-catalogue.ts';
import type { Faults } from '../faults/faults.ts';
import type { Timers } from '../timers.ts';
import { type AcceptedMessage, messageIdAt } from './accepted-message.ts';
import { checkDelivery, checkRecipient, type DeliveryFailure } from './check-delivery.ts';
import { drawMessage } from './draw-message.ts';
import type { Phones } from './phones.ts';
import type { Report, Reports } from './reports.ts';

export interface Carrier {
  /** Puts the message on its phones at once; the reports follow. */
  carry(message: AcceptedMessage): void;
  /** A person reads it: blue ticks, and a report. False when it is not on that phone. */
  read(number: string, messageId: string): boolean;
  /** The message with that ID, as Kaleyra took it. */
  find(messageId: string | undefined): { readonly message: AcceptedMessage } | undefined;
}

interface Needs {
  readonly phones: Phones;
  readonly reports: Reports;
  readonly faults: Faults<FaultId>;
  readonly timers: Timers;
  /** Milliseconds between two reports of a message. */
  readonly reportDelayMs: () => number;
  /** How late a late report is. */
  readonly lateReportMs?: number | undefined;
  readonly senderNames: ReadonlyMap<string, string>;
}

const LATE_REPORT_MS = 15_000;

type Reporting = (report: Report, afterMs: number) => void;

export function createCarrier(needs: Needs): Carrier {
  const { phones, reports, faults, timers, lateReportMs = LATE_REPORT_MS } = needs;
  const carried = new Map<string, { message: AcceptedMessage; recipientIndex: number; report: Reporting }>();

  /** Reads the faults once a message, so that a single fault lasts for all of its reports. */
  function planReports(message: AcceptedMessage): Reporting {
    const hasNoReports = faults.happens('reports_never') || message.callbackUrl === undefined;
    const lateMs = faults.happens('reports_late') ? lateReportMs : 0;
    const times = faults.happens('reports_twice') ? 2 : 1;
    const method = faults.happens('reports_by_post') ? 'POST' : 'GET';
    return (report, afterMs) => {
      if (hasNoReports) return;
      timers.after(afterMs + lateMs, () => {
        for (let time = 0; time < times; time++) void reports.send(report, method);
      });
    };
  }

  function deliver(message: AcceptedMessage, recipientIndex: number, report: Reporting, isReversed: boolean): void {
    const number = message.recipients[recipientIndex] ?? '';
    const messageId = messageIdAt(message, recipientIndex);
    const sentMs = needs.reportDelayMs();
    const deliveredMs = sentMs + needs.reportDelayMs();
    const of = (status: Report['status']) => ({ message, recipientIndex, status, failure: undefined });
    carried.set(messageId, { message, recipientIndex, report });
    report(of('sent'), isReversed ? deliveredMs : sentMs);
    if (phones.of(number).hasBlockedSender) return;
    phones.receive(number, {
      messageId,
      from: message.from,
      fromName: needs.senderNames.get(message.from),
      at: new Date().toISOString(),
      ...drawMessage(message),
      state: 'sent',
    });
    timers.after(deliveredMs, () => phones.mark(number, messageId, 'delivered'));
    report(of('delivered'), isReversed ? sentMs : deliveredMs);
  }

  return {
    carry(message) {
      const report = planReports(message);
      const isReversed = faults.happens('reports_out_of_order');
      const common = checkDelivery(message);
      for (const [recipientIndex, number] of message.recipients.entries()) {
        const failure: DeliveryFailure | undefined = common ?? checkRecipient(message, number, phones.of(number));
        if (failure === undefined) deliver(message, recipientIndex, report, isReversed);
        else report({ message, recipientIndex, status: 'failed', failure }, needs.reportDelayMs());
      }
    },
    find: (messageId) => carried.get(messageId ?? ''),
    read(number, messageId) {
      const found = carried.get(messageId);
      if (found === undefined || !phones.mark(number, messageId, 'read')) return false;
      const { report, message, recipientIndex } = found;
      report({ message, recipientIndex, status: 'read', failure: undefined }, 0);
      return true;
    },
  };
}
