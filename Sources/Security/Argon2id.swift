import CArgon2
import Glibc
import Primitives

/// Argon2id version 1.3 (RFC 9106), by libargon2.
enum Argon2id {
  /// Computes a tag of `length` bytes. Holds `parameters.memoryKiB` while it runs.
  static func tag(
    of password: Bytes, salt: Bytes, secret: Bytes = [], associated: Bytes = [],
    parameters: PasswordHasher.Parameters, length: Int
  ) throws(PasswordHashingError) -> Bytes {
    var password = password
    var salt = salt
    var secret = secret
    var associated = associated
    var tag = Bytes(repeating: 0, count: length)
    let code = tag.withUnsafeMutableBufferPointer { tag in
      password.withUnsafeMutableBufferPointer { password in
        salt.withUnsafeMutableBufferPointer { salt in
          secret.withUnsafeMutableBufferPointer { secret in
            associated.withUnsafeMutableBufferPointer { associated in
              var context = argon2_context()
              (context.out, context.outlen) = (tag.baseAddress, UInt32(tag.count))
              (context.pwd, context.pwdlen) = (password.baseAddress, UInt32(password.count))
              (context.salt, context.saltlen) = (salt.baseAddress, UInt32(salt.count))
              (context.secret, context.secretlen) = (secret.baseAddress, UInt32(secret.count))
              (context.ad, context.adlen) = (associated.baseAddress, UInt32(associated.count))
              context.m_cost = UInt32(parameters.memoryKiB)
              context.t_cost = UInt32(parameters.iterations)
              context.lanes = UInt32(parameters.lanes)
              context.threads = UInt32(parameters.lanes)
              context.version = ARGON2_VERSION_13.rawValue
              context.allocate_cbk = mapMemory
              context.free_cbk = unmapMemory
              return argon2id_ctx(&context)
            }
          }
        }
      }
    }
    guard code == ARGON2_OK.rawValue else { throw .failed(code: Int(code)) }
    return tag
  }
}

// Argon2's blocks are mapped and unmapped instead of allocated: once a block of 19 MiB has been
// freed, glibc's malloc raises its own threshold, serves the next from the thread's arena and keeps
// it, so that each thread that ever checked a password would hold 19 MiB for good.

private func mapMemory(
  _ memory: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?, _ count: Int
) -> Int32 {
  let mapped = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
  guard let mapped, mapped != MAP_FAILED else { return ARGON2_MEMORY_ALLOCATION_ERROR.rawValue }
  memory?.pointee = mapped.assumingMemoryBound(to: UInt8.self)
  return ARGON2_OK.rawValue
}

private func unmapMemory(_ memory: UnsafeMutablePointer<UInt8>?, _ count: Int) {
  munmap(memory, count)
}
