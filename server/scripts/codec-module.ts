import { parseModule } from './codec-syntax.ts';

export interface ModuleText {
  /** As a plain script, lines where they were; null where it imports. */
  source: string | null;
  /** What it imports. */
  imports: string[];
}

interface Edit {
  from: number;
  to: number;
  text: string;
}

/** An ES module as a plain script: its exports are taken away. null where it is no module. */
export function asScript(text: string): ModuleText | null {
  const program = parseModule(text);
  if (!program) return null;
  const edits: Edit[] = [];
  const imports: string[] = [];
  const renamed: string[] = [];
  for (const node of program.body) {
    if ('source' in node && node.source) imports.push(String(node.source.value));
    else if (node.type === 'ExportDefaultDeclaration') {
      const named = 'id' in node.declaration && node.declaration.id;
      edits.push({ from: node.start, to: node.declaration.start, text: named ? '' : 'module.exports = ' });
    } else if (node.type === 'ExportNamedDeclaration' && node.declaration) {
      edits.push({ from: node.start, to: node.declaration.start, text: '' });
    } else if (node.type === 'ExportNamedDeclaration') {
      edits.push({ from: node.start, to: node.end, text: '' });
      for (const { local, exported } of node.specifiers)
        if (local.type === 'Identifier' && exported.type === 'Identifier' && local.name !== exported.name)
          renamed.push(`var ${exported.name} = ${local.name};`);
    }
  }
  if (edits.length === 0 && imports.length === 0) return null;
  return {
    source: imports.length > 0 ? null : applied(text, edits) + renamed.map((line) => `\n${line}`).join(''),
    imports,
  };
}

function applied(text: string, edits: readonly Edit[]): string {
  let out = '';
  let at = 0;
  for (const { from, to, text: put } of edits) {
    const taken = text.slice(from, to);
    // Lines and, where it fits, columns stay where the author knows them.
    const lines = taken.replace(/[^\n]/g, '').length;
    out += text.slice(at, from) + (put || (lines === 0 ? ' '.repeat(taken.length) : '\n'.repeat(lines)));
    at = to;
  }
  return out + text.slice(at);
}
