/** How the numbers of a model are kept in an accelerator's memory. */
export const MODEL_PRECISIONS = ['bf16', 'fp8', 'int8', 'int4', 'mxfp4'] as const;

/** How the numbers of a model are kept. */
export type ModelPrecision = (typeof MODEL_PRECISIONS)[number];

/** What decides how much memory a language model takes, as its maker's `config.json` says it. */
export interface ModelShape {
  /** All its parameters, embeddings and experts included. */
  readonly parameters: number;
  /** Parameters that work on one token. @default - all of them: it has no experts */
  readonly activeParameters?: number;
  /** Layers. Range: at least 1. */
  readonly layers: number;
  /** Attention heads; tensor parallelism divides them. */
  readonly heads: number;
  /** Heads of keys and values; each takes room in the KV cache. */
  readonly kvHeads: number;
  /** Numbers in one head. */
  readonly headSize: number;
  /** Numbers that go from layer to layer for one token. */
  readonly hidden: number;
  /** Width of the dense feed-forward part. @default - four times `hidden` */
  readonly width?: number;
  /** Tokens that it knows. */
  readonly vocabulary: number;
  /** Longest prompt with its answer that it was made for, without settings that stretch it. Unit: tokens. */
  readonly context: number;
  /** Whether the first and the last matrix are one. @default false - they are two, and both lie in memory */
  readonly tiedEmbeddings?: boolean;
  /**
   * Numbers that one token leaves in one layer's cache with latent attention (MLA), instead of keys and values:
   * `kv_lora_rank` + `qk_rope_head_dim`.
   *
   * @default - no latent attention
   */
  readonly latent?: number;
  /** Layers that look back only a little way, and how far. @default - every layer looks back at everything */
  readonly sliding?: {
    /** How many layers. */
    readonly layers: number;
    /** How far each looks. Unit: tokens. */
    readonly window: number;
  };
  /** Experts, of which each token meets few. @default - none */
  readonly experts?: {
    /** Experts that one token meets in a layer. */
    readonly perToken: number;
    /** Width of one expert. */
    readonly width: number;
    /** Parameters of all routed experts of all layers. */
    readonly parameters: number;
    /**
     * By which factor the server's kernels widen the experts.
     *
     * @default 1 - they stay as they are published
     */
    readonly padding?: number;
  };
  /** How its makers publish it. @default 'bf16' - two bytes each */
  readonly published?: ModelPrecision;
}

/** A model of the catalogue. */
export interface CatalogueModel extends ModelShape {
  /** Name as its maker writes it. */
  readonly title: string;
  /** Where its figures stand. */
  readonly source: string;
}
