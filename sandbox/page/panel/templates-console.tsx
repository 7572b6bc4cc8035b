import { useState } from 'preact/hooks';
import type { TemplateStatus } from '../../protocol.ts';
import type { SandboxRequests } from '../../requests.ts';
import { useSandbox } from '../sandbox-context.ts';

type Status = SandboxRequests['template']['body']['status'];

const STATUSES: readonly Status[] = ['APPROVED', 'PAUSED', 'DISABLED', 'PENDING', 'REJECTED'];

/** What WhatsApp thinks of each template, to be changed at any time, with or without telling the bot. */
export function TemplatesConsole({ templates }: { readonly templates: readonly TemplateStatus[] }) {
  const [isAnnounced, setAnnounced] = useState(true);
  const away = templates.filter(({ status }) => status !== 'APPROVED').length;
  return (
    <details class="templates">
      <summary>
        Templates <small>{`${templates.length} in the account, ${away} not approved`}</small>
      </summary>
      <label class="switch-line">
        <input type="checkbox" checked={isAnnounced} onChange={(event) => setAnnounced(event.currentTarget.checked)} />
        <span>Kaleyra tells the bot of a change</span>
      </label>
      <ul>
        {templates.map((template) => (
          <TemplateLine key={`${template.name} ${template.language}`} template={template} isAnnounced={isAnnounced} />
        ))}
      </ul>
    </details>
  );
}

function TemplateLine({ template, isAnnounced }: { readonly template: TemplateStatus; readonly isAnnounced: boolean }) {
  const { act } = useSandbox();
  const { name, language } = template;
  const change = (value: string) => {
    const status = STATUSES.find((one) => one === value);
    if (status !== undefined) act('template', { name, language, status, isAnnounced });
  };
  return (
    <li class={template.status === 'APPROVED' ? 'template-line' : 'template-line template-away'}>
      <span>
        {name} <small>{language}</small>
      </span>
      <select
        class="status-select"
        aria-label={`Status of ${name}, ${language}`}
        value={template.status}
        onChange={(event) => change(event.currentTarget.value)}
      >
        {STATUSES.map((status) => (
          <option key={status} value={status}>
            {status.charAt(0) + status.slice(1).toLowerCase()}
          </option>
        ))}
      </select>
    </li>
  );
}
