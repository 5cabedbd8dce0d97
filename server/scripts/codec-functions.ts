import type { Program } from 'acorn';
import type { CodecEntry, CodecFunction } from './codec-file-contract.ts';
import { type AnyNode, descendants, isFunction, isNode, lineOf, type Parsed } from './codec-syntax.ts';

export interface Found extends CodecFunction {
  isAsync: boolean;
}

/** By name; of each entry the one that the platform takes first stands first (design: the sandbox's resolver). */
const ENTRIES: Record<string, CodecEntry> = {
  decodeUplink: 'decodeUplink',
  Decoder: 'decodeUplink',
  Decode: 'decodeUplink',
  encodeDownlink: 'encodeDownlink',
  Encoder: 'encodeDownlink',
  Encode: 'encodeDownlink',
  decodeDownlink: 'decodeDownlink',
  normalizeUplink: 'normalizeUplink',
  main: 'main',
};
const RANK = Object.keys(ENTRIES);
const HOME = /^(module\.exports|exports|driver|module\.exports\.driver|exports\.driver)$/;

/** What a script defines that the platform calls. */
export function functionsOf(parsed: Parsed, source: string): Found[] {
  const { program } = parsed;
  const text = (node: AnyNode) => source.slice(node.start, node.end);
  const written = [...globalsOf(program), ...membersOf(program, text)];
  const found = written.length > 0 ? written : bundledIn(program);
  const best = found.length > 0 ? found : mainOf(program);
  const byName = new Map(best.map((one) => [one.name, one]));
  const rank = ({ name }: Found) => RANK.indexOf(name.split('.').at(-1) ?? '');
  return [...byName.values()].sort((a, b) => rank(a) - rank(b));
}

function found(name: string, path: string, at: AnyNode, value: unknown): Found {
  const entry = ENTRIES[name] ?? 'main';
  const isAsync = isFunction(value) && value.async === true;
  return { name: path, entry, legacy: name !== entry, line: lineOf(at), isAsync };
}

const isEntry = (name: unknown): name is string => typeof name === 'string' && Object.hasOwn(ENTRIES, name);

function globalsOf(program: Program): Found[] {
  return program.body.flatMap((statement): Found[] => {
    if (statement.type === 'FunctionDeclaration')
      return isEntry(statement.id.name)
        ? [found(statement.id.name, statement.id.name, statement as never, statement)]
        : [];
    if (statement.type !== 'VariableDeclaration') return [];
    return statement.declarations.flatMap(({ id, init }) =>
      id.type === 'Identifier' && isEntry(id.name) && init
        ? [found(id.name, id.name, id as never, init)]
        : [],
    );
  });
}

/** `module.exports = { decodeUplink }`, `exports.decodeUplink = …`, `var driver = { … }`, `decodeUplink = …`. */
function membersOf(program: Program, text: (node: AnyNode) => string): Found[] {
  const all: Found[] = [];
  for (const { node } of descendants(program)) {
    const [target, value] =
      node.type === 'AssignmentExpression'
        ? [node.left as AnyNode, node.right as AnyNode]
        : node.type === 'VariableDeclarator' && isNode(node.init)
          ? [node.id as AnyNode, node.init]
          : [null, null];
    if (!target || !value) continue;
    const path = text(target);
    if (HOME.test(path) && value.type === 'ObjectExpression') all.push(...propertiesOf(value, `${path}.`));
    if (node.type !== 'AssignmentExpression') continue;
    if (target.type === 'Identifier' && isEntry(path)) all.push(found(path, path, node, value));
    const { object, property } = target as { object?: AnyNode; property?: AnyNode };
    const name = property?.name;
    if (object && isEntry(name) && HOME.test(text(object))) all.push(found(name, path, node, value));
  }
  return all;
}

function propertiesOf(object: AnyNode, prefix: string): Found[] {
  return (object.properties as AnyNode[]).flatMap((property) => {
    const { key, value } = property as { key?: AnyNode; value?: unknown };
    const name = key?.name ?? key?.value;
    return isEntry(name) ? [found(name, prefix + name, property, value)] : [];
  });
}

/** A bundler's output: the names stand somewhere inside, as keys. Where they end up is seen when it is run. */
function bundledIn(program: Program): Found[] {
  const all: Found[] = [];
  for (const { node } of descendants(program)) {
    if (node.type === 'ObjectExpression') all.push(...propertiesOf(node, ''));
    const { type, name } =
      ((node.left as AnyNode | undefined)?.property as AnyNode & { name?: unknown }) ?? {};
    if (node.type === 'AssignmentExpression' && type === 'Identifier' && isEntry(name))
      all.push(found(name, name, node, node.right));
  }
  return all.filter(({ entry }) => entry !== 'main').map((one) => ({ ...one, line: null }));
}

/** Contract `things`: the last expression is the function. */
function mainOf(program: Program): Found[] {
  const last = program.body.at(-1);
  if (last?.type !== 'ExpressionStatement' || !isFunction(last.expression)) return [];
  return [found('main', 'main', last as never, last.expression)];
}
