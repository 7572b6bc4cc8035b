export const PANEL_TABS = [
  { id: 'phones', title: 'Phones', icon: 'phone' },
  { id: 'kaleyra', title: 'Kaleyra', icon: 'console' },
  { id: 'faults', title: 'Faults', icon: 'fault' },
  { id: 'bot', title: 'Bot', icon: 'bot' },
  { id: 'try', title: 'Try', icon: 'play' },
] as const;

export type PanelTab = (typeof PANEL_TABS)[number]['id'];
