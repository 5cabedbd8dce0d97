import type { Program } from 'acorn';
import type { CodecWarning } from './codec-file-contract.ts';
import { type AnyNode, descendants, isNode, lineOf } from './codec-syntax.ts';

/** What codecs lean on elsewhere and a script has not here (docs/decoders.md). */
const ABSENT = new Set(
  `setTimeout setInterval setImmediate queueMicrotask fetch XMLHttpRequest WebSocket process global window document navigator
   crypto performance Intl TextDecoder TextEncoder URL structuredClone WebAssembly localStorage`.split(/\s+/),
);

type Need = Omit<CodecWarning, 'blocks'>;

/** Packages, and things of a browser or of Node, that the script uses without asking first whether they are there. */
export function needsOf(program: Program): Need[] {
  const names = declaredIn(program);
  const asked = new Set<unknown>();
  const needs = new Map<string, Need>();
  const used: { name: string; node: AnyNode }[] = [];
  for (const { node, parent } of descendants(program)) {
    if (node.type === 'UnaryExpression' && node.operator === 'typeof')
      asked.add((node.argument as AnyNode).name);
    if (node.type === 'CallExpression' && !names.has('require')) {
      const {
        callee,
        arguments: [what],
      } = node as unknown as { callee: AnyNode; arguments: AnyNode[] };
      if (callee.name === 'require' && typeof what?.value === 'string')
        needs.set(`p ${what.value}`, {
          code: 'needs-package',
          details: { name: what.value },
          line: lineOf(node),
        });
    }
    if (node.type === 'Identifier' && !isLabelOf(node, parent)) used.push({ name: String(node.name), node });
  }
  for (const { name, node } of used) {
    if (names.has(name) || asked.has(name)) continue;
    if (ABSENT.has(name) && !needs.has(name))
      needs.set(name, { code: 'needs-platform', details: { name }, line: lineOf(node) });
    if (name === 'context' && !needs.has(name))
      needs.set(name, { code: 'keeps-state', details: { name }, line: lineOf(node) });
  }
  return [...needs.values()].filter(({ code }) => code !== 'needs-package' || !asked.has('require'));
}

/** `a.name`, `{ name: … }`: a name inside an object, not a variable. */
function isLabelOf(node: AnyNode, parent: AnyNode | null): boolean {
  if (!parent || parent.computed === true) return false;
  if (parent.type === 'MemberExpression') return parent.property === node;
  return ['Property', 'MethodDefinition', 'PropertyDefinition'].includes(parent.type)
    ? parent.key === node && parent.shorthand !== true
    : false;
}

/** Every name that the script gives to something of its own, wherever. */
function declaredIn(program: Program): Set<string> {
  const names = new Set<string>();
  const pattern = (node: unknown) => {
    if (!isNode(node)) return;
    for (const { node: part } of descendants(node))
      if (part.type === 'Identifier') names.add(String(part.name));
  };
  for (const { node } of descendants(program)) {
    if (node.type === 'VariableDeclarator') pattern(node.id);
    if (node.type === 'CatchClause') pattern(node.param);
    if (/Function|Class/.test(node.type)) {
      pattern(node.id);
      for (const parameter of (node.params ?? []) as unknown[]) pattern(parameter);
    }
    // Without a declaration it is a global of its own.
    if (node.type === 'AssignmentExpression' && (node.left as AnyNode).type === 'Identifier')
      pattern(node.left);
  }
  return names;
}
