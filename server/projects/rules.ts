import { DomainError } from '#server/platform/errors.ts';
import type { Limited, Project, Subscription } from './contract.ts';

/** The one place where a project's limits are decided: the refusal, or null when `more` still fit. */
export function limitRefusal(
  project: Pick<Project, 'name' | 'limits' | 'used'>,
  what: Limited,
  more = 1,
): DomainError | null {
  const limit = project.limits[what];
  if (limit === null || project.used[what] + more <= limit) return null;
  return new DomainError('projects.limit-reached', 'limit', {
    what,
    limit,
    used: project.used[what],
    project: project.name,
  });
}

/** Freemium is one project. */
export function anotherProjectRefusal(subscriptions: readonly Subscription[]): DomainError | null {
  return subscriptions.includes('freemium')
    ? new DomainError('projects.limit-reached', 'limit', {
        what: 'projects',
        limit: 1,
        used: subscriptions.length,
      })
    : null;
}
