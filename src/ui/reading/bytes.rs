//! The bytes of a file, piece by piece, unpacked if gzip has packed them.

use js_sys::{Array, Function, Reflect, Uint8Array, global};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ReadableStreamDefaultReader, ReadableWritablePair};

/// So many bytes are in memory at a time. Between two pieces the page lives on.
const SLICE: f64 = 1_048_576.0;
/// What gzip's files begin with.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// A file on its way.
pub struct Bytes {
    file: File,
    /// What comes out of the browser's own unpacker; none for a file that is not packed.
    unpacked: Option<ReadableStreamDefaultReader>,
    /// How many bytes there were, and how many there will be.
    read: f64,
    size: f64,
}

impl Bytes {
    /// The start of a file; `None` if it cannot be read.
    pub async fn of(file: &File) -> Option<Bytes> {
        let plain = Bytes { file: file.clone(), unpacked: None, read: 0.0, size: file.size() };
        if plain.size < 18.0 || slice(file, 0.0, 2.0).await? != GZIP {
            return Some(plain);
        }
        // The last four bytes are the length before packing, but for whole multiples of 4 GiB.
        let end = slice(file, plain.size - 4.0, plain.size).await?;
        let size = f64::from(u32::from_le_bytes(end.try_into().ok()?)).max(plain.size);
        // A browser without an unpacker reads the packed bytes, and the reader says what they are.
        let unpacked = unpacked(file);
        Some(Bytes { size: if unpacked.is_some() { size } else { plain.size }, unpacked, ..plain })
    }

    /// How much has been read, 0 to 1.
    pub fn part(&self) -> f64 {
        (self.read / self.size).min(1.0)
    }

    /// The next bytes, or none at the end; the outer `None` if they cannot be read.
    #[allow(clippy::option_option)]
    pub async fn next(&mut self) -> Option<Option<Vec<u8>>> {
        let piece = match &self.unpacked {
            Some(reader) => {
                let read = JsFuture::from(reader.read()).await.ok()?;
                let get = |key: &str| Reflect::get(&read, &key.into()).ok();
                if get("done")?.is_truthy() {
                    return Some(None);
                }
                Uint8Array::new(&get("value")?).to_vec()
            }
            None if self.read >= self.size => return Some(None),
            None => slice(&self.file, self.read, self.size.min(self.read + SLICE)).await?,
        };
        self.read += piece.len() as f64;
        Some(Some(piece))
    }
}

async fn slice(file: &File, from: f64, to: f64) -> Option<Vec<u8>> {
    let slice = file.slice_with_f64_and_f64(from, to).ok()?;
    let buffer = JsFuture::from(slice.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// A file through the browser's `DecompressionStream`, which web-sys does not count as settled yet.
fn unpacked(file: &File) -> Option<ReadableStreamDefaultReader> {
    let class = Reflect::get(&global(), &"DecompressionStream".into()).ok()?;
    let gzip = Array::of1(&JsValue::from_str("gzip"));
    let stream = Reflect::construct(class.dyn_ref::<Function>()?, &gzip).ok()?;
    let stream = file.stream().pipe_through(stream.unchecked_ref::<ReadableWritablePair>());
    stream.get_reader().dyn_into().ok()
}
