/** Header names are in lower case. */
export type HttpHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A request as far as it is known before its body is read. */
export interface HttpHead {
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: HttpHeaders;
}

/** A request that was read to its end. */
export interface HttpRequest extends HttpHead {
  /** Empty when there is none. */
  readonly body: Buffer;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Left out: an empty body. */
  readonly body?: string;
}

/** Something that the bot's port answers: declared by an edge, served by `http/`. */
export interface Route {
  readonly methods: readonly string[];
  /** The whole path, or its beginning when it ends in a slash. */
  readonly path: string;
  /** The largest body that is read. */
  readonly maxBodyBytes: number;
  /** Judges a request before any of its body is read: gives the status to refuse it with, or undefined to read on. */
  refuse?(head: HttpHead): number | undefined;
  /** When it throws, the response is 500. */
  handle(request: HttpRequest): HttpResponse | Promise<HttpResponse>;
}
