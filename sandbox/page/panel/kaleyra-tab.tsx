import type { CallbackExchange, KaleyraExchange, SandboxState } from '../../protocol.ts';
import { readReportAddress } from './report-address.ts';
import { TemplatesConsole } from './templates-console.tsx';

/** The account's templates, and everything that went between the bot and the local Kaleyra, newest first. */
export function KaleyraTab({ sandbox }: { readonly sandbox: SandboxState }) {
  return (
    <>
      <TemplatesConsole templates={sandbox.templates} />
      <Traffic exchanges={sandbox.exchanges} callbacks={sandbox.callbacks} />
    </>
  );
}

function Traffic({ exchanges, callbacks }: Pick<SandboxState, 'exchanges' | 'callbacks'>) {
  const items = [
    ...exchanges.map((exchange) => ({
      at: exchange.at,
      id: exchange.id,
      row: <ExchangeRow key={`e-${exchange.id}`} exchange={exchange} />,
    })),
    ...callbacks.map((callback) => ({
      at: callback.at,
      id: callback.id,
      row: <CallbackRow key={`c-${callback.id}`} callback={callback} />,
    })),
  ].sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
  if (items.length === 0)
    return (
      <p class="empty">
        Nothing yet. Each request to Kaleyra appears here as it came, and each delivery report with the bot’s answer.
      </p>
    );
  return <ol class="traffic">{items.map(({ row }) => row)}</ol>;
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

function ExchangeRow({ exchange }: { readonly exchange: KaleyraExchange }) {
  const { method, path, at, answer, fault, fields, headers } = exchange;
  return (
    <li class="traffic-item">
      <details open>
        <summary>
          <span class="direction" title="from the bot to Kaleyra">
            bot → Kaleyra
          </span>
          <StatusBadge status={answer?.status} waiting={fault === undefined ? 'waiting' : 'no answer'} />
          <time dateTime={at}>{CLOCK.format(new Date(at))}</time>
          <code class="traffic-path">
            {method} {path}
          </code>
        </summary>
        {fault === undefined ? undefined : (
          <p class="traffic-fault">
            <span aria-hidden="true">⚡ </span>
            {fault}
          </p>
        )}
        <NameValues caption="Fields" rows={fields} />
        <details class="traffic-more">
          <summary>Headers</summary>
          <NameValues caption="Headers" rows={Object.entries(headers).map(([name, value]) => ({ name, value }))} />
        </details>
        {answer === undefined ? undefined : <pre class="traffic-answer">{pretty(answer.body)}</pre>}
      </details>
    </li>
  );
}

function NameValues({
  caption,
  rows,
}: {
  readonly caption: string;
  readonly rows: readonly { name: string; value: string }[];
}) {
  return (
    <table class="name-values">
      <caption class="sr-only">{caption}</caption>
      <tbody>
        {rows.map(({ name, value }, index) => (
          <tr key={`${index}-${name}`}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function CallbackRow({ callback }: { readonly callback: CallbackExchange }) {
  const { method, url, posted, at, status } = callback;
  const report = readReportAddress(posted === undefined ? url : `${url}&${new URLSearchParams(posted)}`);
  return (
    <li class="traffic-item traffic-callback">
      <details>
        <summary>
          <span class="direction" title="a delivery report from Kaleyra to the bot">
            Kaleyra → bot <em>{report.summary}</em>
          </span>
          <StatusBadge status={status} waiting="no answer" />
          <time dateTime={at}>{CLOCK.format(new Date(at))}</time>
        </summary>
        <code class="traffic-path">
          {method} {report.path}
        </code>
        <NameValues caption="What the report says" rows={report.fields} />
      </details>
    </li>
  );
}

const MIN_FAILURE_STATUS = 400;

function StatusBadge({ status, waiting }: { readonly status: number | undefined; readonly waiting: string }) {
  if (status === undefined) return <span class="status status-none">{waiting}</span>;
  return <span class={status < MIN_FAILURE_STATUS ? 'status status-good' : 'status status-bad'}>{status}</span>;
}

/** JSON with indents; anything else to the letter. */
function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
