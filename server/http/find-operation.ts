import { DomainError } from '#server/platform/errors.ts';
import type { ApiOperation } from './api-operation.ts';
import { apiOperations } from './api-operations.ts';

interface Path {
  pattern: RegExp;
  /** By method. */
  operations: Map<string, ApiOperation>;
}

const paths = new Map<string, Path>();
for (const operation of apiOperations) {
  const pattern = new RegExp(`^/api${operation.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}/?$`);
  const path = paths.get(operation.path) ?? { pattern, operations: new Map() };
  paths.set(operation.path, path);
  path.operations.set(operation.method, operation);
}

export interface FoundOperation {
  /** Undefined: the path is there, but not with this method. */
  operation: ApiOperation | undefined;
  params: Record<string, string>;
  /** The methods that the path has. */
  allow: string;
}

export function findOperation(method: string, pathname: string): FoundOperation {
  for (const { pattern, operations } of paths.values()) {
    const match = pattern.exec(pathname);
    if (!match) continue;
    const params = decoded(match.groups ?? {});
    return { operation: operations.get(method), params, allow: [...operations.keys()].join(', ') };
  }
  throw noSuchPath();
}

function decoded(groups: Record<string, string>): Record<string, string> {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)]));
  } catch {
    throw noSuchPath();
  }
}

export const noSuchPath = () => new DomainError('http.no-such-path', 'not-found');
