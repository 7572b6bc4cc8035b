import { useId, useState } from 'preact/hooks';
import type { Fault } from '../../protocol.ts';
import { useSandbox } from '../sandbox-context.ts';

const ABOUT = {
  kaleyra: 'Kaleyra',
  reports: 'Delivery reports',
  slack: 'Slack',
} as const satisfies Record<Fault['about'], string>;

/** What can go wrong, to be switched on, and what a person should then see. */
export function FaultsTab({ faults }: { readonly faults: readonly Fault[] }) {
  const [isOnce, setOnce] = useState(false);
  const groups = [...Map.groupBy(faults, ({ about }) => about)];
  return (
    <>
      <p class="panel-intro">Switch a fault on, send a template, and watch what the card says.</p>
      <label class="switch-line once">
        <input type="checkbox" checked={isOnce} onChange={(event) => setOnce(event.currentTarget.checked)} />
        <span>Only for the next request</span>
      </label>
      {groups.map(([about, members]) => (
        <section key={about} class="faults">
          <h2>{ABOUT[about]}</h2>
          {members.map((fault) => (
            <FaultRow key={fault.id} fault={fault} isOnce={isOnce} />
          ))}
        </section>
      ))}
    </>
  );
}

function FaultRow({ fault, isOnce }: { readonly fault: Fault; readonly isOnce: boolean }) {
  const { act } = useSandbox();
  const id = useId();
  return (
    <div class={fault.isOn ? 'fault fault-on' : 'fault'} data-fault={fault.id}>
      <label class="fault-title" htmlFor={id}>
        {fault.title}
      </label>
      <input
        id={id}
        type="checkbox"
        role="switch"
        class="switch"
        checked={fault.isOn}
        aria-checked={fault.isOn}
        aria-describedby={`${id}-expect`}
        onChange={(event) =>
          act('fault', { id: fault.id, isOn: event.currentTarget.checked, ...(isOnce ? { once: true } : {}) })
        }
      />
      <p class="fault-expect" id={`${id}-expect`}>
        {fault.expect}
        {fault.isOn && fault.isOnce ? <em> Only for the next request.</em> : undefined}
      </p>
    </div>
  );
}
