export const alertKeys = {
  all: ['alerts'] as const,
  list: ['alerts', 'list'] as const,
  one: (id: string) => ['alerts', 'one', id] as const,
  device: (id: string) => ['alerts', 'device', id] as const,
  notices: ['alerts', 'notices'] as const,
};
