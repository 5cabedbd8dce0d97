import { type Node, type Options, type Program, parse } from 'acorn';

/** Reading JavaScript without running it. */

export type AnyNode = Node & Record<string, unknown>;

export interface Parsed {
  program: Program;
  /** A single function that is an expression only inside parentheses. */
  isWrapped: boolean;
}

const OPTIONS: Options = { ecmaVersion: 'latest', locations: true, allowHashBang: true };

/** Null where it is no script; a source that is nested without end counts as none. */
export function parseScript(source: string): Parsed | null {
  const program = attempt(source, OPTIONS);
  if (program) return { program, isWrapped: false };
  const wrapped = attempt(`(${source.replace(/[;\s]+$/, '')}\n)`, OPTIONS);
  return wrapped && { program: wrapped, isWrapped: true };
}

export const parseModule = (source: string): Program | null =>
  attempt(source, { ...OPTIONS, sourceType: 'module' });

function attempt(source: string, options: Options): Program | null {
  try {
    return parse(source, options);
  } catch {
    return null;
  }
}

/** Why it is no script, and where. */
export function syntaxFault(source: string): { message: string; line: number | null } {
  try {
    parse(source, OPTIONS);
    return { message: '', line: null };
  } catch (error) {
    const { message, loc } = error as { message: string; loc?: { line: number } };
    return { message: message.replace(/ \(\d+:\d+\)$/, ''), line: loc?.line ?? null };
  }
}

export const lineOf = (node: Node): number | null => node.loc?.start.line ?? null;

export function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as AnyNode).type === 'string';
}

/** Every node below this one, with the way to it; without recursion, which a bundle may exhaust. */
export function* descendants(
  root: Node,
): Generator<{ node: AnyNode; parent: AnyNode | null; depth: number }> {
  const stack: { node: AnyNode; parent: AnyNode | null; depth: number }[] = [
    { node: root as AnyNode, parent: null, depth: 0 },
  ];
  for (let at = stack.pop(); at; at = stack.pop()) {
    yield at;
    const { node, depth } = at;
    for (const child of Object.values(node).flat().reverse())
      if (isNode(child)) stack.push({ node: child, parent: node, depth: depth + 1 });
  }
}

const FUNCTIONS = new Set(['FunctionExpression', 'ArrowFunctionExpression', 'FunctionDeclaration']);
export const isFunction = (node: unknown): node is AnyNode => isNode(node) && FUNCTIONS.has(node.type);
