# What is installed, and the Debian package made of it (packaging/package).
include(GNUInstallDirs)
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON) # tests are no part of the package
install(TARGETS dream dream-engine RUNTIME)
install(FILES ${PROJECT_SOURCE_DIR}/resources/desktop/dream-engine.desktop
    DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES ${PROJECT_SOURCE_DIR}/resources/desktop/dream-engine.metainfo.xml
    DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
install(FILES ${PROJECT_SOURCE_DIR}/resources/desktop/dream-engine.svg
    DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
set(nde_doc ${CMAKE_INSTALL_DATADIR}/doc/neuromorphic-dream-engine)
install(FILES ${PROJECT_SOURCE_DIR}/README.md DESTINATION ${nde_doc})
install(FILES ${PROJECT_SOURCE_DIR}/packaging/copyright DESTINATION ${nde_doc})
install(FILES ${PROJECT_SOURCE_DIR}/models/category.card.json DESTINATION ${nde_doc})

# The program knows its own manual and completions; they are never written twice.
set(nde_made ${PROJECT_BINARY_DIR}/package)
install(CODE "
  file(MAKE_DIRECTORY ${nde_made})
  foreach(kind bash zsh fish man)
    execute_process(COMMAND $<TARGET_FILE:dream> completions \${kind} --lang en
        OUTPUT_FILE ${nde_made}/dream.\${kind} COMMAND_ERROR_IS_FATAL ANY)
  endforeach()
  execute_process(COMMAND gzip -9nf -k ${nde_made}/dream.man COMMAND_ERROR_IS_FATAL ANY)
  file(COPY_FILE ${PROJECT_SOURCE_DIR}/CHANGELOG.md ${nde_made}/CHANGELOG.md)
  file(COPY_FILE ${PROJECT_SOURCE_DIR}/packaging/changelog ${nde_made}/changelog)
  file(COPY_FILE ${PROJECT_SOURCE_DIR}/resources/desktop/dream-engine.1 ${nde_made}/dream-engine.1)
  execute_process(COMMAND gzip -9nf ${nde_made}/CHANGELOG.md ${nde_made}/changelog ${nde_made}/dream-engine.1 COMMAND_ERROR_IS_FATAL ANY)")
install(FILES ${nde_made}/CHANGELOG.md.gz ${nde_made}/changelog.gz DESTINATION ${nde_doc})
install(FILES ${nde_made}/dream-engine.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${nde_made}/dream.man.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 RENAME dream.1.gz)
install(FILES ${nde_made}/dream.bash
    DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME dream)
install(FILES ${nde_made}/dream.zsh DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions RENAME _dream)
install(FILES ${nde_made}/dream.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)

file(STRINGS ${PROJECT_SOURCE_DIR}/packaging/debian-packages.txt nde_run REGEX "^run: ")
list(TRANSFORM nde_run REPLACE "^run: *" "")
list(JOIN nde_run ", " nde_run)
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME neuromorphic-dream-engine)
set(CPACK_PACKAGE_CONTACT "Neuromorphic Dream Engine developers <dream-engine@users.noreply.example.org>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION sound)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "${nde_run}")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "qt6-wayland")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "takes tracks apart and dreams new sounds from them")
set(CPACK_PACKAGE_DESCRIPTION "A finished track is separated into stems, stems are chopped and analysed into
a searchable library, the library trains small models of your own sounds, the
models dream new ones, and a sentence composes the next track from all of it.

Contains the studio (dream-engine) and the same engine on the command line
(dream). Everything runs on your own machine, offline.")
include(CPack)
