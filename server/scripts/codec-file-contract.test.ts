import { describe, expect, it } from 'vitest';
import { catalogue } from '#components/messages/catalogue.ts';
import { CODEC_WARNINGS, type CodecFile, codecFilesSchema } from './codec-file-contract.ts';

const file = (chars: number) => ({ name: 'codec.js', text: 'x'.repeat(chars) });

describe('files of a codec', () => {
  it.each<[string, ReturnType<typeof file>[], boolean]>([
    ['none', [], false],
    ['an empty one', [file(0)], true],
    ['the largest', [file(512 * 1024)], true],
    ['one that is larger', [file(512 * 1024 + 1)], false],
    ['several that are too much together', [file(500 * 1024), file(500 * 1024)], false],
    ['more than twenty', Array.from({ length: 21 }, () => file(1)), false],
  ])('takes %s as it should', (_what, files, fits) => {
    expect(codecFilesSchema.safeParse({ files }).success).toBe(fits);
  });

  it('has words for every warning', () => {
    expect(Object.keys(catalogue.codecs.en.warnings).sort()).toEqual(Object.keys(CODEC_WARNINGS).sort());
  });

  it('knows which warnings keep a script from running', () => {
    const blocking: CodecFile['warnings'][number]['code'][] = ['no-script', 'syntax-error', 'needs-package'];
    for (const code of blocking) expect(CODEC_WARNINGS[code].blocks).toBe(true);
    expect(CODEC_WARNINGS['legacy-form'].blocks).toBe(false);
  });
});
