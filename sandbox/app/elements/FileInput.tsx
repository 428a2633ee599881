import { useState } from 'preact/hooks';
import { list, objects, text, type JsonObject } from '../../json.js';
import { Icon } from '../kit/Icon.js';
import { act } from '../state/control.js';
import { useElement } from './context.js';

/** Files go to the sandbox as soon as they are chosen; the form holds their file objects. */
export function FileInput({
  block,
  element,
  label,
}: {
  block: JsonObject;
  element: JsonObject;
  label: string;
}) {
  const { surface, value, put, error } = useElement(block, element);
  const [busy, setBusy] = useState(false);
  const files = objects(value);
  const most = typeof element.max_files === 'number' ? element.max_files : 10;
  const types = list(element.filetypes).map((type) => `.${text(type)}`);

  const take = async (chosen: File[]) => {
    setBusy(true);
    const taken: JsonObject[] = [];
    for (const file of chosen.slice(0, most - files.length)) {
      const answer = await act<{ file: JsonObject }>('upload', { name: file.name, data: await base64(file) });
      if (answer.file) taken.push(answer.file);
      surface.form.problem.value = answer.shown;
    }
    put([...files, ...taken]);
    setBusy(false);
  };

  return (
    <div class="files">
      {files.map((file) => (
        <span class="chip" key={text(file.id)}>
          <Icon name="file" size={12} /> {text(file.name)}
          <button
            type="button"
            aria-label={`Remove ${text(file.name)}`}
            onClick={() => put(files.filter((one) => one !== file))}
          >
            <Icon name="close" size={12} />
          </button>
        </span>
      ))}
      {files.length < most && (
        <input
          type="file"
          class="field"
          aria-label={label}
          aria-busy={busy}
          aria-invalid={error !== undefined}
          accept={types.join(',') || undefined}
          multiple={most > 1}
          onChange={(event) => void take([...(event.currentTarget.files ?? [])])}
        />
      )}
    </div>
  );
}

function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve((reader.result as string).replace(/^data:[^,]*,/, ''));
    reader.onerror = () => reject(new Error(`${file.name} can't be read`));
    reader.readAsDataURL(file);
  });
}
