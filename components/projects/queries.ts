/** Query keys of all that is read of projects; a prefix is stale as a whole. */
export const projectKeys = {
  all: ['projects'] as const,
  list: ['projects', 'list'] as const,
};
