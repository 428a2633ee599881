import type { Api } from './api.js';

interface Schema {
  $ref?: string;
  type?: string;
  example?: unknown;
  default?: unknown;
  enum?: unknown[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
}

interface Described {
  parameters?: { name: string; in: string }[];
  requestBody?: { content?: Record<string, { schema?: Schema }> };
  security?: unknown[];
}

interface Document {
  paths: Record<string, Record<string, Described>>;
  components?: { schemas?: Record<string, Schema> };
}

/** One thing that the API's own document says can be asked. */
export interface Operation {
  /** `POST /v1/deliveries/{id}/replay`. */
  name: string;
  method: string;
  path: string;
  inPath: string[];
  inQuery: string[];
  /** undefined where it takes no body. @param text for whatever has no example @param whole what may be left out too */
  body?: (text: string | undefined, whole: boolean) => unknown;
}

/** In an order in which each leaves the next something to do: what forgets comes before what makes. */
const ORDER = ['GET', 'POST {', 'PUT', 'DELETE', 'POST'];

/** Every operation that asks for a key, as the document at /docs-json has it. */
export async function describedOperations(api: Api): Promise<Operation[]> {
  const { body: document } = await api.get<Document>('/docs-json');
  const schemas = document.components?.schemas ?? {};
  const found = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { security = [] }]) => security.length > 0)
      .map(([method, described]) => operationOf(schemas, path, method.toUpperCase(), described)),
  );
  // What is in something goes before what it is in.
  return found.sort((a, b) => rank(a) - rank(b) || b.inPath.length - a.inPath.length);
}

const rank = ({ method, inPath }: Operation) =>
  ORDER.indexOf(method === 'POST' && inPath.length > 0 ? 'POST {' : method);

function operationOf(
  schemas: Record<string, Schema>,
  path: string,
  method: string,
  { parameters = [], requestBody }: Described,
): Operation {
  const named = (where: string) => parameters.filter((one) => one.in === where).map(({ name }) => name);
  const schema = requestBody?.content?.['application/json']?.schema;
  return {
    name: `${method} ${path}`,
    method,
    path,
    inPath: named('path'),
    inQuery: named('query'),
    ...(schema === undefined
      ? {}
      : { body: (text: string | undefined, whole: boolean) => sample(schemas, schema, text, whole) }),
  };
}

/** What a schema admits: its examples, and where there are none `text`; undefined for what is better left out. */
function sample(
  schemas: Record<string, Schema>,
  schema: Schema,
  text: string | undefined,
  whole: boolean,
): unknown {
  const { $ref, allOf, oneOf, properties, required = [], items } = schema;
  if ($ref !== undefined) return sample(schemas, schemas[$ref.split('/').at(-1) ?? ''] ?? {}, text, whole);
  if (allOf !== undefined) return sample(schemas, allOf[0], text, whole);
  if (text === undefined && schema.example !== undefined) return schema.example;
  if (schema.enum !== undefined) return schema.enum[0];
  if (oneOf !== undefined) return sample(schemas, oneOf[0], text, whole);
  if (properties !== undefined) {
    const entries = Object.entries(properties)
      .filter(([name]) => whole || required.includes(name))
      .map(([name, one]) => [name, sample(schemas, one, text, whole)] as const);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }
  if (schema.type === 'array') {
    const item = whole && items !== undefined ? sample(schemas, items, text, whole) : undefined;
    return item === undefined ? [] : [item];
  }
  if (schema.type === 'boolean') return true;
  if (schema.type === 'number' || schema.type === 'integer') return schema.default ?? 1;
  // An object that nobody described: left out, unless it is to hold something.
  if (schema.type === 'object') return text === undefined ? undefined : {};
  return text;
}
