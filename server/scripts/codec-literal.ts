import { type Expression, parse, parseExpressionAt, type SpreadElement } from 'acorn';
import { parse as parseYaml } from 'yaml';

/** What `readLiteral` gives for a text that is none of its forms. */
export const NO_VALUE = Symbol('no value');

/**
 * A file of data as people write them beside codecs: JSON, JSON with comments, hexadecimal numbers and trailing commas
 * (as in ChirpStack's tests), or YAML. Nothing is evaluated.
 */
export function readLiteral(text: string, isYaml: boolean): unknown {
  try {
    // Aliases are not followed far: a few lines of them could stand for gigabytes.
    if (isYaml) return parseYaml(text, { maxAliasCount: 20 });
    return JSON.parse(text);
  } catch {
    return isYaml ? NO_VALUE : looseJson(text);
  }
}

function looseJson(text: string): unknown {
  try {
    const expression = parseExpressionAt(text, 0, { ecmaVersion: 'latest' });
    parse(text.slice(expression.end), { ecmaVersion: 'latest' });
    return dataOf(expression);
  } catch {
    return NO_VALUE;
  }
}

function dataOf(node: Expression | SpreadElement): unknown {
  if (node.type === 'Literal' && !('regex' in node && node.regex) && typeof node.value !== 'bigint')
    return node.value;
  if (node.type === 'UnaryExpression' && node.operator === '-') return -Number(dataOf(node.argument));
  if (node.type === 'ArrayExpression') return node.elements.map((one) => (one ? dataOf(one) : null));
  if (node.type !== 'ObjectExpression') throw new SyntaxError('not data');
  return Object.fromEntries(
    node.properties.map((property) => {
      if (property.type !== 'Property' || property.kind !== 'init' || property.computed)
        throw new SyntaxError('not data');
      const { key } = property;
      const name = key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : '';
      return [name, dataOf(property.value as Expression)];
    }),
  );
}
