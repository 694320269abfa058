# Installs the runtime, for find_package(AsyncTidy COMPONENTS runtime).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(config "${CMAKE_INSTALL_LIBDIR}/cmake/AsyncTidy")

set_target_properties(async_runtime PROPERTIES EXPORT_NAME runtime OUTPUT_NAME async-tidy-runtime)
set_target_properties(async_blocking_calls PROPERTIES EXPORT_NAME runtime_blocking_calls)
install(TARGETS async_runtime async_blocking_calls EXPORT AsyncTidyRuntimeTargets
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT runtime
  OBJECTS DESTINATION "${CMAKE_INSTALL_LIBDIR}/async-tidy" COMPONENT runtime)
install(DIRECTORY include/async DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT runtime)
install(EXPORT AsyncTidyRuntimeTargets NAMESPACE AsyncTidy:: DESTINATION "${config}" COMPONENT runtime)

configure_package_config_file(AsyncTidyConfig.cmake.in AsyncTidyConfig.cmake INSTALL_DESTINATION "${config}")
# Before 1.0 every second number may change what programs rely on.
write_basic_package_version_file(AsyncTidyConfigVersion.cmake VERSION "${PROJECT_VERSION}" COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/AsyncTidyConfig.cmake" "${CMAKE_CURRENT_BINARY_DIR}/AsyncTidyConfigVersion.cmake"
  DESTINATION "${config}" COMPONENT runtime)
