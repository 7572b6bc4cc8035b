import { Icon } from './icon.tsx';
import { PANEL_TABS, type PanelTab } from './panel/panel-tabs.ts';
import { TabBadge } from './panel/side-panel.tsx';

export type Pane = 'chat' | PanelTab;

interface BottomBarProps {
  readonly pane: Pane;
  readonly badges: Readonly<Record<PanelTab, number>>;
  readonly onPane: (pane: Pane) => void;
}

/** On a phone, one thing at a time. */
export function BottomBar({ pane, badges, onPane }: BottomBarProps) {
  return (
    <nav class="bottom-bar" aria-label="Parts of the page">
      <button
        type="button"
        class="bottom-item"
        aria-current={pane === 'chat' ? 'page' : undefined}
        onClick={() => onPane('chat')}
      >
        <Icon name="chat" />
        Chat
      </button>
      {PANEL_TABS.map(({ id, title, icon }) => (
        <button
          key={id}
          type="button"
          class="bottom-item"
          aria-current={pane === id ? 'page' : undefined}
          onClick={() => onPane(id)}
        >
          <Icon name={icon} />
          {title}
          <TabBadge id={id} count={badges[id]} />
        </button>
      ))}
    </nav>
  );
}
