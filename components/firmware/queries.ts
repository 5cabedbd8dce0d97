export const firmwareKeys = {
  all: ['firmware'] as const,
  assignments: (id: string) => ['firmware', id, 'assignments'] as const,
  device: (id: string) => ['firmware', 'device', id] as const,
};
