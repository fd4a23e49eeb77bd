// Forced into the build of better-sqlite3 for an Electron whose Node-API is version 8.
// The source needs one thing of Node-API 10: references to primitive values. Here a primitive is put into a one-element
// array, the array is referenced instead, and the lowest bit of the returned handle (always 0 in a real one) says so.
#ifndef MOT_CUA_NODE_API_8_H
#define MOT_CUA_NODE_API_8_H

#include <cstdint>
#include <node_api.h>

namespace node_api_8 {

inline bool is_boxed(napi_ref ref) { return (reinterpret_cast<std::uintptr_t>(ref) & 1U) != 0; }

inline napi_ref with_mark(napi_ref ref) {
  return reinterpret_cast<napi_ref>(reinterpret_cast<std::uintptr_t>(ref) | 1U);
}

inline napi_ref without_mark(napi_ref ref) {
  return reinterpret_cast<napi_ref>(reinterpret_cast<std::uintptr_t>(ref) & ~static_cast<std::uintptr_t>(1U));
}

inline napi_status create_reference(napi_env env, napi_value value, std::uint32_t count, napi_ref* result) {
  napi_valuetype type;
  napi_status status = napi_typeof(env, value, &type);
  if (status != napi_ok) return status;
  if (type == napi_object || type == napi_function || type == napi_external) {
    return napi_create_reference(env, value, count, result);
  }
  napi_value box;
  if ((status = napi_create_array_with_length(env, 1, &box)) != napi_ok) return status;
  if ((status = napi_set_element(env, box, 0, value)) != napi_ok) return status;
  napi_ref ref;
  if ((status = napi_create_reference(env, box, count, &ref)) != napi_ok) return status;
  *result = with_mark(ref);
  return napi_ok;
}

inline napi_status get_reference_value(napi_env env, napi_ref ref, napi_value* result) {
  if (!is_boxed(ref)) return napi_get_reference_value(env, ref, result);
  napi_value box = nullptr;
  napi_status status = napi_get_reference_value(env, without_mark(ref), &box);
  if (status != napi_ok) return status;
  if (box == nullptr) {
    *result = nullptr;
    return napi_ok;
  }
  return napi_get_element(env, box, 0, result);
}

inline napi_status delete_reference(napi_env env, napi_ref ref) {
  return napi_delete_reference(env, without_mark(ref));
}

inline napi_status reference_ref(napi_env env, napi_ref ref, std::uint32_t* result) {
  return napi_reference_ref(env, without_mark(ref), result);
}

inline napi_status reference_unref(napi_env env, napi_ref ref, std::uint32_t* result) {
  return napi_reference_unref(env, without_mark(ref), result);
}

}  // namespace node_api_8

#define napi_create_reference node_api_8::create_reference
#define napi_get_reference_value node_api_8::get_reference_value
#define napi_delete_reference node_api_8::delete_reference
#define napi_reference_ref node_api_8::reference_ref
#define napi_reference_unref node_api_8::reference_unref

#endif
